# exercise: E22


def log_history(writer, result):
    with writer:
        for it, v in enumerate(result["losses"]):
            writer.add_scalar("loss", v, it)
        for it, v in result["accuracies"]:
            writer.add_scalar("accuracy", v, it)
