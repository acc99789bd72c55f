# exercise: E22
# caught by: test_log_history_accuracies
# message: iteration of each pair
# ruff: noqa: B007


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for k, (it, v) in enumerate(result["accuracies"]):
        writer.add_scalar("accuracy", v, k)
    writer.flush()
