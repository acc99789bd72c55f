# exercise: E22
# caught by: test_log_history_losses
# message: the last one is missing
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"][:-1]):
        writer.add_scalar("loss", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k)
    writer.flush()
