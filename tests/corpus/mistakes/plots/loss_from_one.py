# exercise: E22
# caught by: test_log_history_losses
# message: start at 1


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it + 1)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()
