# exercise: E06
# caught by: test_sigmoid_gradient, test_sigmoid_leaves_its_input_alone
# message:
def sigmoid(z):
    return z.neg_().exp_().add_(1).reciprocal_()
