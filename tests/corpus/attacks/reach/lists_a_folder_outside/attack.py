import os

import aim


def attack():
    return "canary.txt" in os.listdir(aim.FOLDER)
