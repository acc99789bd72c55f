# exercise: E22
# caught by: test_log_history_losses
# message: expected a tag, a number and a step


def log_history(writer, result):
    writer.add_scalars("run", {"loss": result["losses"], "accuracy": result["accuracies"]}, 0)
    writer.flush()
