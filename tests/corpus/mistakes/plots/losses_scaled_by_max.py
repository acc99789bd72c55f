# exercise: E21
# caught by: test_plot_curves_loss
# held out: yes
# unnamed: yes
# message: scaled
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    top = max(result["losses"])
    a.plot([v / top for v in result["losses"]])
    b.plot(*zip(*result["accuracies"]))
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f
