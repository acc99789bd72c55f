"""The targets of attacks: canary files, listeners and other processes, all of them ours."""

import ctypes
import os
import select
import shutil
import socket
import subprocess
import tempfile
import uuid
from pathlib import Path

NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)
_IPC_CREAT, _IPC_RMID = 0o1000, 0


class Targets:
    """
    Things on this machine that attacks try to reach; all are thrown away at the end.

    Attributes:
        folder: Everybody may write here. It holds ``canary.txt``, another student's
            submission, a result and hidden tests, each with the token in it.
        token: What an attack must bring home to have reached something.
    """

    def __init__(self) -> None:
        self.token = f"canary-{uuid.uuid4().hex}"
        # Not below /tmp: a child without bubblewrap covers that with its scratch folder.
        self.folder = Path(tempfile.mkdtemp(prefix="attacked-", dir="/var/tmp"))
        self.folder.chmod(0o777)
        for name in ("canary.txt", "results/ada.json", "submissions/ben/shapes.py",
                     "hidden/test_shapes_hidden.py", "home/.bashrc"):  # fmt: skip
            path = self.folder / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(self.token)
        self.owned = self.folder / "owned.txt"
        self.reset_owned()
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.unix = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.unix.bind(str(self.folder / "socket"))
        (self.folder / "socket").chmod(0o777)
        self.abstract = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.abstract.bind(f"\0{self.token}")
        self.screen, self.terminal = os.openpty()
        self.terminal_path = os.ttyname(self.terminal)
        os.chmod(self.terminal_path, 0o666)
        self.marker = self._start_marker()
        self.key = uuid.uuid4().int & 0x7FFFFFFF
        self.segment = self._share_segment()
        self.queue = _libc.msgget(self.key, _IPC_CREAT | 0o666)
        _libc.msgsnd(self.queue, (8).to_bytes(8, "little") + self.token.encode(), 39, 0)
        self.shared = Path("/dev/shm") / self.token
        self.shared.write_text(self.token)

    def _start_marker(self) -> "subprocess.Popen[bytes]":
        """Start a process of the same user as the attacks, with the token within."""
        secret = open(self.folder / "canary.txt", "rb")
        return subprocess.Popen(
            ["/bin/sleep", "7200"],
            stdin=secret,
            env={"TOKEN": self.token},
            user=NOBODY if os.getuid() == 0 else None,
            group=NOBODY if os.getuid() == 0 else None,
            extra_groups=[] if os.getuid() == 0 else None,
            cwd="/",
        )

    def _share_segment(self) -> int:
        segment = int(_libc.shmget(self.key, 4096, _IPC_CREAT | 0o666))
        _libc.shmat.restype = ctypes.c_void_p
        place = _libc.shmat(segment, None, 0)
        ctypes.memmove(place, self.token.encode(), len(self.token))
        _libc.shmdt(ctypes.c_void_p(place))
        return segment

    def reset_owned(self) -> None:
        """Put a file here that belongs to the user whom attacks run as."""
        self.owned.unlink(missing_ok=True)
        self.owned.write_text(self.token)
        self.owned.chmod(0o644)
        os.utime(self.owned, (1, 1))
        if os.getuid() == 0:
            os.chown(self.owned, NOBODY, NOBODY)

    def spoiled(self) -> bool:
        """Say whether that file was changed: its text, mode, time or attributes."""
        if not self.owned.exists():
            self.reset_owned()
            return True
        status = self.owned.stat()
        state = (self.owned.read_text(), status.st_mode & 0o777, status.st_mtime)
        changed = state != (self.token, 0o644, 1) or bool(os.listxattr(self.owned))
        self.reset_owned()
        return changed

    def aim(self, name: str, *, many: int) -> bytes:
        """Return a module that tells an attack everything it could find out."""
        facts = {
            "NAME": name,
            "FOLDER": str(self.folder),
            "CANARY": str(self.folder / "canary.txt"),
            "OWNED": str(self.owned),
            "PLANT": str(self.plant(name)),
            "TOKEN": self.token,
            "TCP": self.tcp.getsockname()[1],
            "UDP": self.udp.getsockname()[1],
            "UNIX": str(self.folder / "socket"),
            "ABSTRACT": f"\0{self.token}",
            "TERMINAL": self.terminal_path,
            "SHARED": str(self.shared),
            "KEY": self.key,
            "PID": self.marker.pid,
            "GRADER": os.getpid(),
            "ENVIRONMENT_AT": self._environment_at(),
            "MANY": many,
            "HUGE": 2 << 30 if many > 100 else 96 << 20,
            # A signal to all processes; a control run only tests whether it could be sent.
            "SIGNAL": 0 if many < 100 else 9,
        }
        return "".join(f"{key} = {value!r}\n" for key, value in facts.items()).encode()

    def _environment_at(self) -> int:
        """Return where in the marker's memory its environment lies."""
        fields = Path(f"/proc/{self.marker.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[47])

    def plant(self, name: str) -> Path:
        """Return the path at which the attack *name* tries to leave something."""
        return self.folder / f"planted by {name}"

    def planted(self, name: str) -> bool:
        """Say whether it did; what it left is taken away."""
        path = self.plant(name)
        there = os.path.lexists(path)
        if there:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        return there

    def received(self) -> set[str]:
        """Return everything that came over a socket or onto the terminal."""
        found = set()
        while select.select([self.tcp], [], [], 0)[0]:
            with self.tcp.accept()[0] as caller:
                caller.settimeout(1)
                found.add(caller.recv(1000).decode("utf-8", "replace"))
        for mailbox in (self.udp, self.unix, self.abstract):
            while select.select([mailbox], [], [], 0)[0]:
                found.add(mailbox.recv(1000).decode("utf-8", "replace"))
        while select.select([self.screen], [], [], 0)[0]:
            found.add(os.read(self.screen, 1000).decode("utf-8", "replace"))
        return found

    def marker_ended(self) -> bool:
        """Say whether the marker is dead; a new one takes its place."""
        try:
            self.marker.wait(0.05)
        except subprocess.TimeoutExpired:
            return False
        self.marker = self._start_marker()
        return True

    def close(self) -> None:
        """Take everything away."""
        self.marker.kill()
        self.marker.wait()
        for mailbox in (self.tcp, self.udp, self.unix, self.abstract):
            mailbox.close()
        os.close(self.screen)
        os.close(self.terminal)
        _libc.shmctl(self.segment, _IPC_RMID, None)
        _libc.msgctl(self.queue, _IPC_RMID, None)
        self.shared.unlink(missing_ok=True)
        shutil.rmtree(self.folder)
