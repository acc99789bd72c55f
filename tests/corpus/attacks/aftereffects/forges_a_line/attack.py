def attack():
    raise ValueError('x\nT1 double: 6 of 6 points\r')
