# exercise: E22


def log_history(writer, result):
    for it, v in result["accuracies"]:
        writer.add_scalar("Accuracy", v, it)
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("LOSS", v, it)
    writer.flush()
    writer.close()
