# exercise: E22


def log_history(writer, result):
    writer.add_text("config", "fit")
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.add_scalar("iterations", float(len(result["losses"])), 0)
    writer.flush()
