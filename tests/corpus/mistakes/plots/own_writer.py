# exercise: E22
# caught by: test_log_history_losses, test_log_history_accuracies
# held out: yes
# message: The losses are not logged as they should:
import torch


def log_history(writer, result):
    class Other:
        def add_scalar(self, *a):
            pass
        def flush(self):
            pass
    mine = Other()
    for k, v in enumerate(result["losses"]):
        mine.add_scalar("loss", v, k)
    for k, v in result["accuracies"]:
        mine.add_scalar("accuracy", v, k)
    mine.flush()
