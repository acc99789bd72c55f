# exercise: E22
# caught by: test_log_history_losses
# message: Every loss is written with its iteration as the step, under a tag
import torch


def log_history(writer, result):
    assert len(result["losses"]) > 2
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k)
    writer.flush()
