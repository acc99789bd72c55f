# exercise: E21
# caught by: test_plot_curves_loss
# message: logarithms of the losses
import torch


def plot_curves(result):
    import math
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    a.plot([math.log(v) for v in result["losses"]])
    b.plot(*zip(*result["accuracies"]))
    a.set_ylabel("log loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f
