def attack():
    with open("huge", "wb") as file:
        for _ in range(3):
            file.write(b"x" * (16 << 20))
    return True
