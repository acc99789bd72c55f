# exercise: E22
# caught by: test_log_history_losses, test_log_history_accuracies
# message: stand under one tag


def log_history(writer, result):
    for i, v in enumerate(result["losses"]):
        writer.add_scalar("loss_acc", v, i)
    for i, v in result["accuracies"]:
        writer.add_scalar("loss_acc", v, i)
    writer.flush()
