"""Gradescope: how it names the files of a download."""

import re
from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from grader.errors import DownloadRefused, SubmissionRefused
from grader.lms.class_list import ClassList, name_keys
from grader.lms.download import Download, SortedDownload, Upload

from .platform import Platform

METADATA = "submission_metadata.yml"


class Gradescope(Platform):
    """Gradescope, which says who and when in a file of its own."""

    name = "Gradescope"
    file = re.compile(r"(?:.*/)?(?P<key>submission_\d+)/(?P<rest>.+)")

    def count(self, paths: Collection[str]) -> int:
        """Return all of *paths* if the metadata are among them: no other platform has them."""
        return len(paths) if any(PurePosixPath(path).name == METADATA for path in paths) else 0

    def sort(
        self, paths: Mapping[str, str], download: Download, known: ClassList | None
    ) -> SortedDownload:
        """See `Platform`."""
        found = SortedDownload(self.name)
        metadata = next(path for path in paths if PurePosixPath(path).name == METADATA)
        try:
            entries = download.gradescope_metadata(paths[metadata])
        except SubmissionRefused as refused:
            reason = str(refused).removesuffix(".")
            raise DownloadRefused(f"{download.where}: {METADATA} {reason}.") from None
        files: dict[str, dict[str, str]] = {}
        for path, member in paths.items():
            match = self.file.fullmatch(path)
            if match:
                files.setdefault(match["key"], {})[match["rest"]] = member
            elif path != metadata:
                found.unknown[path] = "is not in the folder of a submission"
        for key, own in files.items():
            entry = entries.get(key)
            if entry is None or not entry.submitters:
                found.unknown[key] = f"is not in {METADATA}"
                continue
            together = len(entry.submitters) > 1
            for person in entry.submitters:
                ids = {"sid": person.sid, "email": person.email}
                keys = [f"{kind}:{own_id.casefold()}" for kind, own_id in ids.items() if own_id]
                keys += name_keys(person.name)
                own_id = person.sid or person.email or person.name
                student = found.identify(f"{key} ({own_id})", known, keys, own_id)
                if student is not None:
                    number = int(key.rpartition("_")[2])
                    upload = Upload(student, dict(own), time=entry.time, order=number)
                    upload.group = key if together else ""
                    found.uploads.append(upload)
            if together:
                found.notes.append(f"{key} is the work of {len(entry.submitters)} students.")
        return found
