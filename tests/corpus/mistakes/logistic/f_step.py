# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: decision
def sigmoid(z):
    return (z >= 0).to(z.dtype)
