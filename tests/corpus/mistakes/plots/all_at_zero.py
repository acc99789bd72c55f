# exercise: E22
# caught by: test_log_history_losses
# message: same step
# ruff: noqa: B007


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, 0)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()
