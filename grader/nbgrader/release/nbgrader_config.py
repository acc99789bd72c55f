"""The text of ``nbgrader_config.py``: a block of our settings, and the teacher's own lines."""

import re

from grader.course.manifest import Course
from grader.errors import CourseError

BEGIN = "# >>> grader: this block is renewed by every release; write your own lines outside of it"
END = "# <<< grader"
_BLOCK = re.compile(r"^# >>> grader\b.*?^# <<< grader[^\n]*\n?", re.DOTALL | re.MULTILINE)

_HEAD = """\
c = get_config()  # noqa: F821 - defined where nbgrader runs this file

c.CourseDirectory.course_id = {course_id!r}

"""
_SETTINGS = """\
# Notebooks are graded in the grader's box, not in a kernel: with the same command, the same
# button in formgrader, and the same scores as "grader autograde". What lateness costs is what
# terms.toml of the course says; if it says nothing, it is nbgrader's own late submission plugin.
from grader.nbgrader.autograde.quiet import leave_out_noise

leave_out_noise()  # No line for each file of the kit.
c.BoxPreprocessor.course = {root!r}
c.Autograde.exporter_class = "grader.nbgrader.autograde.exporter.SubmittedExporter"
c.Autograde.sanitize_preprocessors = [
    "grader.nbgrader.autograde.repair.RebuildNotebook",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.nbgrader.autograde.preprocessors.GradeInBox",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "grader.nbgrader.autograde.preprocessors.SaveScores",
    "grader.nbgrader.autograde.late_penalties.LatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""


def config_text(course: Course, existing: str | None) -> str:
    """
    Return the text of nbgrader_config.py: *existing* with our block added or renewed.

    Everything outside of the block stays as it is, letter by letter.

    Raises:
        CourseError: If the block lacks its first or its last line.
    """
    root = str(course.root.resolve())
    block = f"{BEGIN}\n{_SETTINGS.format(root=root)}{END}\n"
    if existing is None:
        return _HEAD.format(course_id=course.unit.name) + block
    found = _BLOCK.findall(existing)
    marks = len(re.findall(r"^# (?:>>>|<<<) grader\b", existing, re.MULTILINE))
    if marks != 2 * len(found) or len(found) > 1:
        raise CourseError(
            f'nbgrader_config.py holds {marks} lines like "{END}", expected one pair of them. '
            "Remove them and the lines between them, then release again."
        )
    if found:
        return _BLOCK.sub(lambda _: block, existing)
    gap = "" if existing.endswith("\n") or not existing else "\n"
    return f"{existing}{gap}\n{block}"
