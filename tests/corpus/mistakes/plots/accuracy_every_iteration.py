# exercise: E21
# caught by: test_plot_curves_accuracy
# message: at every iteration
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    n = len(result["losses"])
    a.plot(result["losses"])
    table = dict(result["accuracies"])
    last, filled = 0, []
    for k in range(n):
        last = table.get(k, last)
        filled.append(last)
    b.plot(range(n), filled)
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f
