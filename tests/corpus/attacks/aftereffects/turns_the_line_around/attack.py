def attack():
    raise ValueError('\u202e001 fo 001')
