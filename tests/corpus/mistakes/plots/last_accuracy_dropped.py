# exercise: E21
# caught by: test_plot_curves_accuracy
# held out: yes
# unnamed: yes
# message: last accuracy
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
