import fcntl
import os


def attack():
    fcntl.flock(open(fcntl.__spec__.origin if fcntl.__spec__.origin != "built-in" else os.__file__), fcntl.LOCK_SH)
    return True
