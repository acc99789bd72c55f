# exercise: E21


def plot_curves(result):
    import matplotlib.pyplot as plt

    fig = plt.figure()
    plt.plot(result["losses"], label="train loss")
    plt.plot(
        [k for k, _ in result["accuracies"]],
        [v for _, v in result["accuracies"]],
        "o-",
        label="train acc",
    )
    plt.xlabel("iter")
    plt.legend()
    return fig
