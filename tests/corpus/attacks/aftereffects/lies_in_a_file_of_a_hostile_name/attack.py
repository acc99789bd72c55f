def attack():
    folder = __file__.rpartition("/")[0]
    exec(compile("raise ValueError('x')", f"{folder}/\x1b[2J\u200b<b>.py", "exec"))
