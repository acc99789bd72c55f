# exercise: E05
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    xs, ys = x.tolist(), y.tolist()
    n, w, b, losses = len(xs), w0, b0, []
    for _ in range(steps):
        r = [w * p + b - q for p, q in zip(xs, ys, strict=True)]
        losses.append(sum(0.5 * e * e for e in r) / n)
        w, b = w - lr * sum(e * p for e, p in zip(r, xs, strict=True)) / n, b - lr * sum(r) / n
    return {"b": b, "w": w, "losses": losses, "steps": steps}
