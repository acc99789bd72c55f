"""The first steps of the zygote: its signals, its folder and its user, before torch is imported."""

import json
import os
import signal
import socket

from . import policy
from .control import Settings
from .lockdown.steps import close_folder
from .optional_torch import leave_out


def start(control_fd: int, settings_text: str) -> None:
    """Prepare this process, step down from root for good, then import what warms up and serve."""
    settings = Settings(**json.loads(settings_text))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal
    # Whoever started the grader may have ignored it, and then nobody learns how a child ended.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if settings.folder:
        _make_folder(settings.folder, as_root=settings.drop_root)
    if settings.drop_root:
        _drop_root()
    if not settings.torch:
        leave_out()
    # Only now: it imports torch, and no package is imported with root's rights.
    from .zygote import main

    main(socket.socket(fileno=control_fd), settings)


def _make_folder(folder: str, *, as_root: bool) -> None:
    """
    Make the zygote's own folder, close the one around it, and let libraries use it.

    Root makes it for the unprivileged user.
    """
    if as_root:
        os.seteuid(policy.UNPRIVILEGED_ID)
    os.mkdir(folder, 0o700)
    if as_root:
        os.seteuid(0)
    close_folder(os.path.dirname(folder))
    os.environ.update(dict.fromkeys(policy.SCRATCH_VARIABLES, folder))


def _drop_root() -> None:
    """Become the unprivileged user for good."""
    os.setgroups([])
    os.setresgid(*[policy.UNPRIVILEGED_ID] * 3)
    os.setresuid(*[policy.UNPRIVILEGED_ID] * 3)
