# exercise: E22
# caught by: test_log_history_losses, test_log_history_accuracies
# message: rounded
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", round(v, 2), k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", round(v, 1), k)
    writer.flush()
