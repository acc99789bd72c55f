# exercise: E02b
# caught by: test_backward_losses_in_float64_agree_with_differences, test_backward_losses_of_vectors
# message: The weights of a vector loss are averaged
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("as many weights as losses")
    starts = []
    for loss, weight in zip(losses, weights):
        number = float(torch.as_tensor(weight, dtype=torch.float64).mean())
        starts.append(torch.full_like(loss, number))
    torch.autograd.backward(list(losses), grad_tensors=starts)
