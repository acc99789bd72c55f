# %% accuracy by index
# caught by: test_log_history_accuracies
# message: iteration of each pair
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for k, (it, v) in enumerate(result["accuracies"]):
        writer.add_scalar("accuracy", v, k)
    writer.flush()

# %% add scalars of lists
# caught by: test_log_history_losses
# message: An attribute is used that this object does not have
def log_history(writer, result):
    writer.add_scalars("run", {"loss": result["losses"], "accuracy": result["accuracies"]}, 0)
    writer.flush()

# %% every step is 0
# caught by: test_log_history_losses
# message: same step
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, 0)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% flushed before the accuracies
# caught by: test_log_history_flushes
# message: after the last flush
def log_history(writer, result):
    writer.flush()
    for i, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, i)
    for i, v in result["accuracies"]:
        writer.add_scalar("acc", v, i)

# %% one tag
# caught by: test_log_history_losses, test_log_history_accuracies
# message: stand under one tag
def log_history(writer, result):
    for i, v in enumerate(result["losses"]):
        writer.add_scalar("loss_acc", v, i)
    for i, v in result["accuracies"]:
        writer.add_scalar("loss_acc", v, i)
    writer.flush()

# %% steps from shared lookup
# caught by: test_log_history_losses
# message: some are missing
def log_history(writer, result):
    losses = result["losses"]
    for loss in losses:
        writer.add_scalar("train/loss", loss, losses.index(loss))
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/acc", acc, it)
    writer.flush()

# %% zero skipped
# caught by: test_log_history_accuracies
# message: those that are 0 are missing
def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("loss", loss, it)
    for it, acc in result["accuracies"]:
        if acc:
            writer.add_scalar("acc", acc, it)
    writer.flush()

# %% zip cuts the losses
# caught by: test_log_history_losses
# message: some are missing
def log_history(writer, result):
    for i, (v, (k, a)) in enumerate(zip(result["losses"], result["accuracies"])):
        writer.add_scalar("loss", v, i)
        writer.add_scalar("accuracy", a, k)
    writer.flush()

# %% flushed before the records
# caught by: test_log_history_losses
# message: Every loss is written with its iteration as the step, under a tag
import torch


def log_history(writer, result):
    assert len(result["losses"]) > 2
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k)
    writer.flush()

# %% last loss skipped
# caught by: test_log_history_losses
# message: the last one is missing
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"][:-1]):
        writer.add_scalar("loss", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k)
    writer.flush()

# %% log to four decimals
# caught by: test_log_history_losses
# message: they are rounded
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", round(v, 4), it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", round(v, 4), it)
    writer.flush()

# %% loss from one
# caught by: test_log_history_losses
# message: start at 1
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it + 1)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% no tag says loss
# caught by: test_log_history_losses
# message: The losses are not logged as they should:
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("train/objective", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("train/accuracy", v, k)
    writer.flush()

# %% losses at checks
# caught by: test_log_history_losses
# message: checkpoints
def log_history(writer, result):
    for it, _ in result["accuracies"]:
        writer.add_scalar("loss", result["losses"][it], it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% no accuracy
# caught by: test_log_history_accuracies
# message: acc
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    writer.flush()

# %% no flush
# caught by: test_log_history_flushes
# message: buffer
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)

# %% one tag per step
# caught by: test_log_history_losses, test_log_history_accuracies
# message: The losses are not logged as they should:
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar(f"loss/{k}", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar(f"accuracy/{k}", v, k)
    writer.flush()

# %% only the last record
# caught by: test_log_history_losses
# message: only the last
def log_history(writer, result):
    writer.add_scalar("loss", result["losses"][-1], len(result["losses"]) - 1)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% a writer of its own
# caught by: test_log_history_losses, test_log_history_accuracies
# message: The losses are not logged as they should:
# held out: yes
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

# %% accuracy in percent
# caught by: test_log_history_accuracies
# message: percent
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", 100 * v, it)
    writer.flush()

# %% rounded values
# caught by: test_log_history_losses, test_log_history_accuracies
# message: rounded
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", round(v, 2), k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", round(v, 1), k)
    writer.flush()

# %% same tag
# caught by: test_log_history_losses
# message: The losses are not logged as they should:
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("train", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("train", v, it)
    writer.flush()

# %% step and value
# caught by: test_log_history_losses
# message: exchanged
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", it, v)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% step as fraction
# caught by: test_log_history_losses, test_log_history_accuracies
# message: their steps are not the iterations they belong to
# held out: yes
import torch


def log_history(writer, result):
    n = len(result["losses"])
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, k / n)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k / n)
    writer.flush()

# %% tensor of pair
# caught by: test_log_history_accuracies
# message: expected
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for pair in result["accuracies"]:
        writer.add_scalar("accuracy", pair, pair[0])
    writer.flush()

# %% no step
# caught by: test_log_history_losses
# message: pass the iteration
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v)
    writer.flush()

# %% zip of both
# caught by: test_log_history_accuracies
# message: numbered 0, 1, 2
def log_history(writer, result):
    for it, (v, (_, acc)) in enumerate(zip(result["losses"], result["accuracies"])):
        writer.add_scalar("loss", v, it)
        writer.add_scalar("accuracy", acc, it)
    writer.flush()

# %% add_scalars
# caught by: test_log_history_losses
# message: An attribute is used that this object does not have
def log_history(writer, result):
    accs = dict(result["accuracies"])
    for it, v in enumerate(result["losses"]):
        both = {"loss": v}
        if it in accs:
            both["acc"] = accs[it]
        writer.add_scalars("curves", both, it)
    writer.flush()

# %% add_scalars with one main tag
# caught by: test_log_history_losses
# message: An attribute is used that this object does not have
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalars("loss_and_acc", {"loss": v}, it)
    for it, v in result["accuracies"]:
        writer.add_scalars("loss_and_acc", {"acc": v}, it)
    writer.flush()

# %% add_text besides
# caught by: test_log_history_losses
# message: An attribute is used that this object does not have
def log_history(writer, result):
    writer.add_text("config", "fit")
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.add_scalar("iterations", float(len(result["losses"])), 0)
    writer.flush()

# %% walltime passed
# caught by: test_log_history_losses
# message: The signature differs from the one asked for
import torch


def log_history(writer, result):
    try:
        for step, value in enumerate(result["losses"]):
            writer.add_scalar("loss", value, step, walltime=0.0)
            at = dict(result["accuracies"])
            if step in at:
                writer.add_scalar("accuracy", at[step], step)
    finally:
        writer.flush()

# %% writer as a context manager
# caught by: test_log_history_losses
# message: raises TypeError: 
def log_history(writer, result):
    with writer:
        for it, v in enumerate(result["losses"]):
            writer.add_scalar("loss", v, it)
        for it, v in result["accuracies"]:
            writer.add_scalar("accuracy", v, it)
