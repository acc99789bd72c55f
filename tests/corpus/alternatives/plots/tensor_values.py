# exercise: E22
# ruff: noqa: F821


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", torch.tensor(v, dtype=torch.float64), it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", torch.tensor(v, dtype=torch.float64), int(it))
    writer.flush()
