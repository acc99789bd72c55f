# exercise: E05
import numpy as np


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.numpy(), y.numpy()
    w, b, losses = x.dtype.type(w0), x.dtype.type(b0), []
    for _ in range(steps):
        r = w * x + b - y
        losses.append(np.mean(0.5 * r**2))
        w, b = w - x.dtype.type(lr) * np.mean(r * x), b - x.dtype.type(lr) * np.mean(r)
    return {"w": w, "b": b, "losses": losses}
