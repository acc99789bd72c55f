# exercise: E19
# caught by: test_boundary_x2_shapes
# message: boundary_x2 returned a tensor of dtype float64, expected float32
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten()
    if w[1] == 0:
        raise ValueError
    return (-(w[:1] * x1.reshape(-1).to(w.dtype) + bias) / w[1:]).reshape(x1.shape)
