def attack():
    with open("sparse", "wb") as file:
        return file.truncate(1 << 30) == 1 << 30
