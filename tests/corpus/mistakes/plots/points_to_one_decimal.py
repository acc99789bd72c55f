# exercise: E20
# caught by: test_plot_boundary_points
# message: Some samples are not drawn at their place.


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for k in (0, 1):
        pts = [(round(a, 1), round(b, 1)) for a, b in x[y == k].tolist()]
        ax.scatter(*zip(*pts), label=f"class {k}")
    w0, w1 = weight.flatten().tolist()
    ax.axline((0, -bias / w1), slope=-w0 / w1)
    ax.set_title(f"Iteration {iteration}: loss {loss:.4f}, accuracy {acc:.2%}")
    ax.legend()
    return fig
