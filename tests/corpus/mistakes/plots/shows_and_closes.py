# exercise: E21
# caught by: test_plot_curves_loss, test_plot_curves_accuracy
# held out: yes
# message: plot_curves returned an object of type module, expected a Figure.
import torch


def plot_curves(result):
    import matplotlib.pyplot as plt
    plt.plot(result["losses"], label="loss")
    plt.plot(*zip(*result["accuracies"]), label="accuracy")
    plt.xlabel("iteration")
    plt.legend()
    plt.close()
    return plt
