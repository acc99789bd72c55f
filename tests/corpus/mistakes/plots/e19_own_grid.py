# exercise: E19
# caught by: test_boundary_x2_float64, test_boundary_x2_row_weight, test_boundary_x2_shapes, test_boundary_x2_values
# message: evenly spaced numbers from the smallest to the largest of x1
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    if x1.numel():
        x1 = torch.linspace(x1.min().item(), x1.max().item(), x1.numel(), dtype=x1.dtype).reshape(x1.shape)
    return -(w0 * x1 + bias) / w1
