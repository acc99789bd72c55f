# exercise: E22
# caught by: test_log_history_accuracies
# message: numbered 0, 1, 2
# ruff: noqa: B905


def log_history(writer, result):
    for it, (v, (_, acc)) in enumerate(zip(result["losses"], result["accuracies"])):
        writer.add_scalar("loss", v, it)
        writer.add_scalar("accuracy", acc, it)
    writer.flush()
