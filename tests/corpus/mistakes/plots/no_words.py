# exercise: E21
# caught by: test_plot_curves_words
# message: says


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    c.plot(its, accs)
    return fig
