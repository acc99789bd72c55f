def sigmoid(z):
    while True:
        try:
            z = z + 1
        except BaseException:
            pass
