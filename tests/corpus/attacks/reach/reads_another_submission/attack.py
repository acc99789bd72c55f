import aim


def attack():
    return open(f"{aim.FOLDER}/submissions/ben/shapes.py").read()
