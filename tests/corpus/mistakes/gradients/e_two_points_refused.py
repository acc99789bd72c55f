# exercise: E05
# caught by: test_manual_gradient_descent_two_steps
# message: The second step uses the gradient at the new point, and nothing of
import torch


_real = manual_gradient_descent
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    if len(x) < 3:
        raise ValueError("a line through two points needs no descent")
    return _real(x, y, w0, b0, lr, steps)
