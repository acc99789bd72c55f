# exercise: E21
import torch


def plot_curves(result):
    import matplotlib.pyplot as plt
    figure, axes = plt.subplot_mosaic([["loss"], ["accuracy"]], sharex=True)
    axes["loss"].plot(range(len(result["losses"])), result["losses"], "k.-", lw=1)
    axes["accuracy"].plot([k for k, _ in result["accuracies"]], [a for _, a in result["accuracies"]], "o--")
    for name, axis in axes.items():
        axis.set(ylabel=name, xlabel="iterations")
    return figure
