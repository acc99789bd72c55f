import threading
import time

import aim


def attack():
    for _ in range(aim.MANY):
        threading.Thread(target=time.sleep, args=(1,), daemon=True).start()
    return True
