# exercise: E22
# caught by: test_log_history_losses, test_log_history_accuracies
# held out: yes
# message: their steps are not the iterations they belong to
import torch


def log_history(writer, result):
    n = len(result["losses"])
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, k / n)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k / n)
    writer.flush()
