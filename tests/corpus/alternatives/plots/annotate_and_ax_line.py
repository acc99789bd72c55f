# exercise: E20
import torch


def plot_boundary(x, y, weight, bias, *, iteration, loss, acc):
    import matplotlib.pyplot as plt
    figure, axis = plt.subplots(figsize=(5, 5), layout="constrained")
    colours = {0: "C3", 1: "C0"}
    for kind, colour in colours.items():
        rows = [r.tolist() for r, label in zip(x, y) if int(label) == kind]
        axis.plot(*zip(*rows), "o", color=colour, label=("negative", "positive")[kind])
    w0, w1 = (float(v) for v in weight.detach().reshape(-1))
    left, right = axis.get_xlim()
    ends = [left, right]
    axis.plot(ends, [-(w0 * e + bias) / w1 for e in ends], "k--")
    axis.annotate(f"loss={loss:.5f}\naccuracy={acc:.1%}\niteration={iteration}", (0.02, 0.9), xycoords="axes fraction")
    axis.legend(loc="lower right")
    return figure
