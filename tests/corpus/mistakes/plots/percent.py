# exercise: E22
# caught by: test_log_history_accuracies
# message: percent


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", 100 * v, it)
    writer.flush()
