# exercise: E16
# caught by: test_accuracy_thresholds
# unnamed: yes
# message: the threshold is rounded
import torch


_real = accuracy
def accuracy(p, y, threshold=0.5):
    return _real(p, y, round(4 * threshold) / 4)
