import os
import signal

import aim


def attack():
    signal.pidfd_send_signal(os.pidfd_open(aim.PID), 9)
