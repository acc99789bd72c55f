# exercise: E21
# caught by: ?
# message: accurac
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    a.plot(result["losses"])
    b.plot(*zip(*result["accuracies"][:-1]))
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f
