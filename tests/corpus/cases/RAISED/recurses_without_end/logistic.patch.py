def sigmoid(z):
    return sigmoid(z) + 0
