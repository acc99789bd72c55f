# %% rate inside the velocity
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change
# message: Matches torch until the rate changes: in torch the rate multiplies the whole velocity in
#     p - lr * v. Yours stands inside the velocity.
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + lr * g
        new_velocities.append(v)
        new_params.append(p - v)
    return new_params, new_velocities


# %% gradient damped
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: Your first step is (1 - momentum) times too short: torch does not damp the gradient by
#     default.
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + (1 - momentum) * g
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities


# %% Nesterov momentum
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: Your step is g + momentum * v: that is Nesterov.
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(p - lr * (g + momentum * v))
    return new_params, new_velocities


# %% old velocity moves
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: The old velocity moves your parameters: the new one should.
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        new_params.append(p - lr * v)
        new_velocities.append(momentum * v + g)
    return new_params, new_velocities
