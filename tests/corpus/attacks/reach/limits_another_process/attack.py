import resource

import aim


def attack():
    resource.prlimit(aim.PID, resource.RLIMIT_NOFILE, (20, 20))
    return True
