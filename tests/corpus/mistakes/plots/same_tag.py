# exercise: E22
# caught by: test_log_history_losses
# message: The losses are not logged as they should:


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("train", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("train", v, it)
    writer.flush()
