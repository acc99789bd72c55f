import aim


def attack():
    return open("../" * 30 + f"{aim.FOLDER}/hidden/test_shapes_hidden.py").read()
