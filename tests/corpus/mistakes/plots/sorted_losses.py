# exercise: E21
# caught by: test_plot_curves_loss
# held out: yes
# unnamed: yes
# message: sorted
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a, b = f.subplots(2)
    a.plot(sorted(result["losses"], reverse=True))
    b.plot(*zip(*result["accuracies"]))
    a.set_ylabel("loss")
    b.set_ylabel("accuracy")
    b.set_xlabel("iteration")
    return f
