# exercise: E22
# caught by: ?
# message: flush
import torch


def log_history(writer, result):
    assert len(result["losses"]) > 2
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k)
    writer.flush()
