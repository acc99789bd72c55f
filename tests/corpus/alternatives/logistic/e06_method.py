# exercise: E06
def sigmoid(z):
    return z.sigmoid()
