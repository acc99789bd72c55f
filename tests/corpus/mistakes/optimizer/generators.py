# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: new_params is an object of type generator, expected a list of 5
# ruff: noqa: B905, F821


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = velocities or [torch.zeros_like(p) for p in params]
    new = [(momentum * v + g).detach() for v, g in zip(velocities, grads)]
    return (p.detach() - lr * v for p, v in zip(params, new)), new
