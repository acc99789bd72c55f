# exercise: E16
# caught by: ?
# message: ?
import torch


_real = accuracy
def accuracy(p, y, threshold=0.5):
    return _real(p, y, round(4 * threshold) / 4)
