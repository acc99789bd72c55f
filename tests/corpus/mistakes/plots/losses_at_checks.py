# exercise: E22
# caught by: test_log_history_losses
# message: checkpoints


def log_history(writer, result):
    for it, _ in result["accuracies"]:
        writer.add_scalar("loss", result["losses"][it], it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()
