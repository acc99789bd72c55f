import aim


def attack():
    return open(f"{aim.FOLDER}/home/.bashrc").read()
