# exercise: E22


def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar(tag="Loss/train", scalar_value=v, global_step=it)
    for it, v in result["accuracies"]:
        writer.add_scalar(tag="Acc/train", scalar_value=v, global_step=it)
    writer.close()
