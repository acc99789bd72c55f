import signal


def attack():
    for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, lambda *args: None)
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
