# exercise: E22
# caught by: test_log_history_accuracies
# message: acc


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    writer.flush()
