# exercise: E22
# caught by: test_log_history_losses
# message: some are missing


def log_history(writer, result):
    for i, (v, (k, a)) in enumerate(zip(result["losses"], result["accuracies"])):
        writer.add_scalar("loss", v, i)
        writer.add_scalar("accuracy", a, k)
    writer.flush()
