# exercise: E22
# caught by: test_log_history_losses, test_log_history_accuracies
# message: The losses are not logged as they should:
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar(f"loss/{k}", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar(f"accuracy/{k}", v, k)
    writer.flush()
