import aim


def attack():
    open(aim.PLANT, "w").write("planted")
