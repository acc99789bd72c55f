# exercise: E06
# caught by: test_sigmoid_gradient, test_sigmoid_leaves_its_input_alone
# message: Make a new tensor instead; an update of parameters must not be
def sigmoid(z):
    return z.neg_().exp_().add_(1).reciprocal_()
