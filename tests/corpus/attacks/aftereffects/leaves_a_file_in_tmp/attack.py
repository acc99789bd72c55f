import os


def attack():
    open("/tmp/left", "w").write("for the next one")


def left():
    return os.path.exists("/tmp/left")
