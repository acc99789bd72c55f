def attack():
    return len(open("/proc/sys/kernel/hostname").read()) > 1
