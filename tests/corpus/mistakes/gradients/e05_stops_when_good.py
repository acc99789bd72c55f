# exercise: E05
# caught by: test_manual_gradient_descent_reaches_the_best_line
# message: all steps are made


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach()
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        losses.append(loss.item())
        if loss.item() < 1e-8:
            break
        gw, gb = torch.autograd.grad(loss, (w, b))
        with torch.no_grad():
            w -= lr * gw
            b -= lr * gb
    return {"w": w.item(), "b": b.item(), "losses": losses}
