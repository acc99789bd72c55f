import os

import aim

PLACE = "." if os.access(".", os.W_OK) else aim.PLANT


def attack():
    os.makedirs(PLACE, exist_ok=True)
    for number in range(5):
        with open(f"{PLACE}/{number}", "wb") as file:
            file.write(b"x" * (16 << 20))
    return True
