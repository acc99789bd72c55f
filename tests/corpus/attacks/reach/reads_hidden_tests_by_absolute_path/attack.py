import aim


def attack():
    return open(f"{aim.FOLDER}/hidden/test_shapes_hidden.py").read()
