def attack():
    raise ValueError('pass\u200bed\u2060')
