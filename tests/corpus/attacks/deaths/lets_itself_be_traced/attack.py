import os
import signal

from raw import syscall


def attack():
    syscall(101, 0, 0, 0, 0)  # PTRACE_TRACEME
    os.kill(os.getpid(), signal.SIGUSR1)
