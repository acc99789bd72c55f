# exercise: E21
# caught by: ?
# message: None|Figure
import torch


def plot_curves(result):
    import matplotlib.pyplot as plt
    plt.plot(result["losses"], label="loss")
    plt.plot(*zip(*result["accuracies"]), label="accuracy")
    plt.xlabel("iteration")
    plt.legend()
    plt.close()
    return plt
