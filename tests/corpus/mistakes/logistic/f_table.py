# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_gradient
# message: For example,
def sigmoid(z):
    return 0.5 + z / 4 - z**3 / 48
