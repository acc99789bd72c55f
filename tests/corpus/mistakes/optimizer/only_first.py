# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: whole list
# ruff: noqa: F821

_right = sgd_momentum_step


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    p, v = _right(params, grads, velocities, lr, momentum)
    return p[:1], v[:1]
