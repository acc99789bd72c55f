# exercise: E03


def backward_n_times(x, n):
    if n <= -1:
        raise ValueError("n is negative")
    notes = []
    leaf = torch.nn.Parameter(x.detach().clone())
    leaf.register_post_accumulate_grad_hook(lambda p: notes.append(p.grad.detach().clone()))
    z = torch.sum(leaf * leaf * leaf)
    while len(notes) < n:
        z.backward(retain_graph=True)
    return notes
