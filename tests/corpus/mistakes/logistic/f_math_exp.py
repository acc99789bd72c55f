# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: A tensor with several numbers was used where one number is needed
import math


def sigmoid(z):
    return 1 / (1 + math.exp(-z))
