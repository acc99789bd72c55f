# exercise: E21
# caught by: test_plot_curves_accuracy
# message: No line has just the pairs (iteration, accuracy) as its points
import torch


def plot_curves(result):
    from matplotlib.figure import Figure
    f = Figure()
    a = f.subplots()
    a.plot(result["losses"], label="loss")
    a.set_xlabel("iteration")
    a.set_title(f"final accuracy {result['accuracies'][-1][1]:.2f}")
    a.legend()
    return f
