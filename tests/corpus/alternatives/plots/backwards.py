# exercise: E22


def log_history(writer, result):
    for it in reversed(range(len(result["losses"]))):
        writer.add_scalar("loss", result["losses"][it], it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.close()
