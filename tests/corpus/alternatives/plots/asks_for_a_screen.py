# exercise: E21
import matplotlib

matplotlib.use("TkAgg")
import matplotlib.pyplot as plt


def plot_curves(result):
    plt.figure()
    plt.plot(range(len(result["losses"])), result["losses"], label="loss")
    plt.plot(*zip(*result["accuracies"]), label="accuracy")
    plt.xlabel("iteration")
    plt.legend()
    return plt.gcf()
