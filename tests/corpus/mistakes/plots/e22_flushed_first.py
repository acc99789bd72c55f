# exercise: E22
# caught by: test_log_history_flushes
# message: after the last flush


def log_history(writer, result):
    writer.flush()
    for i, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, i)
    for i, v in result["accuracies"]:
        writer.add_scalar("acc", v, i)
