import mmap


def attack():
    return len(mmap.mmap(-1, 3 << 30)) == 3 << 30
