import builtins


def attack():
    builtins.int = lambda *args: 0
