"""ILIAS: how it names the files of a download."""

import re

from .platform import Platform


class Ilias(Platform):
    """ILIAS, whose zip may hold several attempts of one student."""

    name = "ILIAS"
    # "Example_Ana_aex12_20001/20261002230540_loss.py": last and first name, login, number, time.
    file = re.compile(
        r"(?:.*/)?[^/_]+_[^/_]+_(?P<login>[^/]+)_(?P<number>\d+)/(?P<time>\d{14})_(?P<rest>[^/].*)"
    )
