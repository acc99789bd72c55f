# exercise: E22


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalars("loss_and_acc", {"loss": v}, it)
    for it, v in result["accuracies"]:
        writer.add_scalars("loss_and_acc", {"acc": v}, it)
    writer.flush()
