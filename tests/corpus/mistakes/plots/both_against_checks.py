# exercise: E21
# caught by: test_plot_curves_loss
# message: not against the iterations 0, 1, 2


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    import numpy as np

    a.plot(np.linspace(0, its[-1], len(losses)) * 1.2, losses)
    a.set_ylabel("loss")
    c.plot(its, accs)
    c.set_ylabel("accuracy")
    c.set_xlabel("iteration")
    return fig
