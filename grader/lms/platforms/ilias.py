"""ILIAS: how it names the files of a download."""

import re
from collections.abc import Collection, Mapping

from grader.lms.class_list import ClassList
from grader.lms.download import Download, SortedDownload

from .platform import Platform

# "Example_Ana_aex12_20001/20261002230540_loss.py": last and first name, login, number, time.
_FILE = re.compile(
    r"(?:.*/)?(?P<last>[^/_]+)_(?P<first>[^/_]+)_(?P<login>[^/]+)_(?P<number>\d+)/"
    r"(?P<time>\d{14})_(?P<rest>[^/].*)"
)


class Ilias(Platform):
    """ILIAS, whose zip may hold several attempts of one student."""

    name = "ILIAS"

    def count(self, paths: Collection[str]) -> int:
        """See `Platform`."""
        return sum(bool(_FILE.fullmatch(path)) for path in paths)

    def sort(
        self, paths: Mapping[str, str], download: Download, known: ClassList | None
    ) -> SortedDownload:
        """See `Platform`."""
        found = SortedDownload(self.name)
        for path, member in paths.items():
            match = _FILE.fullmatch(path)
            if match is None:
                found.unknown[path] = "is not named as ILIAS names files"
                continue
            login = match["login"]
            keys = [f"login:{login.casefold()}", f"number:{match['number']}"]
            student = found.identify(path, known, keys, login)
            if student is not None:
                found.add(student, match["time"], match["rest"], member, download.zone)
        return found
