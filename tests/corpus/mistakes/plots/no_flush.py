# exercise: E22
# caught by: test_log_history_flushes
# message: buffer


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
