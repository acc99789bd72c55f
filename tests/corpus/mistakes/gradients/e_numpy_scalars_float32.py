# exercise: E05
# caught by: test_manual_gradient_descent_in_float64
# held out: yes
# message: digits were lost to an added eps or a conversion to float32
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    import numpy as np
    x, y = x.numpy().astype(np.float32), y.numpy().astype(np.float32)
    w, b, losses = np.float32(w0), np.float32(b0), []
    for _ in range(steps):
        r = y - w * x - b
        losses.append(float((0.5 * r ** 2).mean()))
        w, b = w + np.float32(lr) * (r * x).mean(), b + np.float32(lr) * r.mean()
    return {"w": float(w), "b": float(b), "losses": losses}
