# exercise: E22
# caught by: ?
# message: loss|tag
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("train/objective", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("train/accuracy", v, k)
    writer.flush()
