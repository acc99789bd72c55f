# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: new_params, new_velocities
# ruff: noqa: F821

_right = sgd_momentum_step


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    return _right(params, grads, velocities, lr, momentum)[0]
