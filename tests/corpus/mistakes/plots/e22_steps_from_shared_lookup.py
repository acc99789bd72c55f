# exercise: E22
# caught by: test_log_history_losses
# message: some are missing


def log_history(writer, result):
    losses = result["losses"]
    for loss in losses:
        writer.add_scalar("train/loss", loss, losses.index(loss))
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/acc", acc, it)
    writer.flush()
