# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: expected a
import math


def sigmoid(z):
    return [1 / (1 + math.exp(-v)) for v in z.tolist()]
