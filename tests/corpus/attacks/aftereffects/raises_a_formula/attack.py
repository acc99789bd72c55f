def attack():
    raise ValueError("=cmd|' /C calc'!A0")
