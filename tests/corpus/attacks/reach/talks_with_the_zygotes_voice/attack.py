import os


def attack():
    import stat

    for fd in range(5, 1024):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                return True
        except OSError:
            pass
    raise OSError("nothing there")
