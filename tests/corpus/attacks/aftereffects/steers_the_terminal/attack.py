def attack():
    raise ValueError('\x1b[2J\x1b]0;graded\x07100 points')
