# exercise: E22
# caught by: test_log_history_accuracies
# message: expected


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for pair in result["accuracies"]:
        writer.add_scalar("accuracy", pair, pair[0])
    writer.flush()
