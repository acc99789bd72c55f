# exercise: E14
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = velocities if velocities is not None else [0.0] * len(params)
    move = lambda p, g, v: ((p - lr * (g + momentum * v)).detach(), (g + momentum * v).detach())
    pairs = list(map(move, params, grads, velocities))
    return [p for p, _ in pairs], [v for _, v in pairs]
