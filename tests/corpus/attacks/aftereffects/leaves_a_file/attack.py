import os

PLACES = ("/tmp", "/tmp/zygote", "/dev/shm", "/dev", "/var/tmp", "/run", "/box", "/")


def attack():
    for place in PLACES:
        try:
            open(f"{place}/left", "w").write("for the next one")
        except OSError as error:
            refused = error
        else:
            return
    raise refused


def left():
    found = [f"{place}/left" for place in PLACES if os.path.exists(f"{place}/left")]
    for path in found:
        os.unlink(path)
    return bool(found)
