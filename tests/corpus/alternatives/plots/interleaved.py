# exercise: E22


def log_history(writer, result):
    accs = dict(result["accuracies"])
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("train_loss", v, it)
        if it in accs:
            writer.add_scalar("train_acc", accs[it], it)
    writer.flush()
