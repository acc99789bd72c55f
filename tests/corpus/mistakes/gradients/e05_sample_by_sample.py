# exercise: E05
# caught by: test_manual_gradient_descent_one_step
# message: update after every sample


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses = float(w0), float(b0), []
    for _ in range(steps):
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
        for xi, yi in zip(x.tolist(), y.tolist()):
            r = yi - w * xi - b
            w, b = w + lr * r * xi, b + lr * r
    return {"w": w, "b": b, "losses": losses}
