# exercise: E22
# caught by: test_log_history_accuracies
# message: those that are 0 are missing


def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("loss", loss, it)
    for it, acc in result["accuracies"]:
        if acc:
            writer.add_scalar("acc", acc, it)
    writer.flush()
