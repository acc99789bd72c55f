# exercise: E22
# caught by: test_log_history_losses
# message: only the last


def log_history(writer, result):
    writer.add_scalar("loss", result["losses"][-1], len(result["losses"]) - 1)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()
