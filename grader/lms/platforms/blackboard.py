"""Blackboard: how it names the files of a download, and the Grade Center file that it exports."""

import re

from .platform import Platform


class Blackboard(Platform):
    """Blackboard, whose zip holds the attempts that the teacher chose."""

    name = "Blackboard"
    # "Unit 3_ana_attempt_2026-10-02-23-05-40_loss.py"; without a file name it is a page about it.
    file = re.compile(
        r"[^/]*?_(?P<id>[^_/]+(?:_[^_/]+)*?)_attempt_"
        r"(?P<time>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<rest>[^/]+)|\.txt)"
    )
    gradebook = "Grade Center, Download"
    ids = ("Student ID", "Username")
    column = re.compile(
        r"(?P<title>.+?) \[[^\]]*?: ?(?P<points>[\d.,]+)[^\]]*\](?: ?\|(?P<id>\d+))?"
    )
    example = "Unit [Total Pts: 100 Score] |4711"
