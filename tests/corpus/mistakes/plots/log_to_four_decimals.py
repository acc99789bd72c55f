# exercise: E22
# caught by: test_log_history_losses
# message: they are rounded


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", round(v, 4), it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", round(v, 4), it)
    writer.flush()
