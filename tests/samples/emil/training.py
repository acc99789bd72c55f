def accuracy(p, y, threshold=0.5):
    right = 0
    i = 0
    while i < len(p):
        right += int((p[i] >= threshold) == y[i])
    return right / len(p)
