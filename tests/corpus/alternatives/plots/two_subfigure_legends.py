# exercise: E21


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(range(len(losses)), losses, label="cross-entropy")
    a.legend()
    c.plot(its, accs, drawstyle="steps-mid", label="% correct")
    c.set_xlabel("updates")
    c.legend()
    return fig
