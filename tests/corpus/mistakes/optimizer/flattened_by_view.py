# exercise: E14
# caught by: test_sgd_momentum_step_float64
# message: view needs numbers that lie in memory one after the other, and a
import torch


_real = sgd_momentum_step
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    flat = lambda tensors: [t.detach().view(-1) for t in tensors]
    p, v = _real(flat(params), flat(grads), velocities and flat(velocities), lr, momentum)
    back = lambda tensors: [t.view(o.shape) for t, o in zip(tensors, params)]
    return back(p), back(v)
