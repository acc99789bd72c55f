# exercise: E21


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig, (a, c) = plt.subplots(2, 1)
    losses = result["losses"]
    its = [i for i, _ in result["accuracies"]]
    accs = [v for _, v in result["accuracies"]]
    a.plot(losses)
    a.set_ylabel("损失")
    c.plot(its, accs)
    c.set_ylabel("准确率")
    c.set_xlabel("迭代次数")
    return fig
