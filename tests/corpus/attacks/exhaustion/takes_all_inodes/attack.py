import os

import aim

PLACE = "." if os.access(".", os.W_OK) else aim.PLANT


def attack():
    os.makedirs(PLACE, exist_ok=True)
    for number in range(2100):
        open(f"{PLACE}/{number}", "w").close()
    return True
