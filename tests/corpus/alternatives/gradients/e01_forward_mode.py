# exercise: E01


def graph_gradients(w, x):
    w, x = w.detach(), x.detach()
    a, b = x + w, w + 1
    one = torch.ones_like(w)

    def slope(f, at):
        return torch.func.jvp(f, (at,), (one,))[1]

    return {
        "w": slope(lambda t: (x + t) * (t + 1), w),
        "x": slope(lambda t: (t + w) * (w + 1), x),
        "a": slope(lambda t: t * b, a),
        "b": slope(lambda t: a * t, b),
    }
