# exercise: E22
# caught by: test_log_history_losses
# message: The losses are not logged as they should:
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("train/objective", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("train/accuracy", v, k)
    writer.flush()
