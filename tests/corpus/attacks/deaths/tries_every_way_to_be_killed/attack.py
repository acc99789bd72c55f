import ctypes
import mmap
import os
import resource
import signal
import struct
import threading
import time

from raw import syscall


def signal_from_a_timer():
    timer = ctypes.create_string_buffer(8)
    syscall(222, 1, struct.pack("qii48x", 0, 9, 0), timer)
    at_once = struct.pack("qqqq", 0, 0, 0, 1000)
    syscall(223, int.from_bytes(timer[:4], "little"), 0, at_once, None)
    time.sleep(0.1)


def hoard():
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 64 << 20))


OWN = os.getpid()
QUEUED = struct.pack("iii116x", 9, 0, -1)
WAYS = (
    lambda: os.kill(OWN, signal.SIGKILL),
    lambda: os.kill(0, signal.SIGKILL),
    lambda: os.kill(-OWN, signal.SIGKILL),
    lambda: os.killpg(0, signal.SIGKILL),
    lambda: signal.raise_signal(signal.SIGKILL),
    lambda: signal.pthread_kill(threading.get_ident(), signal.SIGKILL),
    lambda: syscall(234, OWN, OWN, 9),
    lambda: syscall(200, OWN, 9),
    lambda: syscall(129, OWN, 9, QUEUED),
    lambda: syscall(297, OWN, OWN, 9, QUEUED),
    lambda: syscall(424, os.pidfd_open(OWN), 9, None, 0),
    signal_from_a_timer,
    lambda: syscall(157, 1, 9, 0, 0, 0),
    lambda: syscall(157, 22, 1, 0, 0, 0),
    lambda: syscall(101, 0, 0, 0, 0),
    lambda: syscall(101, 8, OWN, 0, 0),
    lambda: resource.setrlimit(resource.RLIMIT_CPU, (0, 0)),
    lambda: resource.setrlimit(resource.RLIMIT_RTTIME, (1, 1)),
    lambda: os.execv("/usr/bin/true", ["true"]),
    hoard,
    lambda: signal.setitimer(signal.ITIMER_REAL, 0.01),
)


def attack():
    for way in WAYS:
        try:
            way()
        except (OSError, ValueError, AttributeError, MemoryError):
            continue
    time.sleep(9)
