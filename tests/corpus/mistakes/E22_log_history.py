# %% accuracy by index
# caught by: test_log_history_accuracies
# message: For example,
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
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, 0)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% flushed before the accuracies
# caught by: test_log_history_flushes
# message: For example,
def log_history(writer, result):
    writer.flush()
    for i, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, i)
    for i, v in result["accuracies"]:
        writer.add_scalar("acc", v, i)

# %% one tag
# caught by: test_log_history_losses, test_log_history_accuracies
# message: For example,
def log_history(writer, result):
    for i, v in enumerate(result["losses"]):
        writer.add_scalar("loss_acc", v, i)
    for i, v in result["accuracies"]:
        writer.add_scalar("loss_acc", v, i)
    writer.flush()

# %% steps from shared lookup
# caught by: test_log_history_losses
# message: For example,
def log_history(writer, result):
    losses = result["losses"]
    for loss in losses:
        writer.add_scalar("train/loss", loss, losses.index(loss))
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/acc", acc, it)
    writer.flush()

# %% zero skipped
# caught by: test_log_history_accuracies
# message: For example,
def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("loss", loss, it)
    for it, acc in result["accuracies"]:
        if acc:
            writer.add_scalar("acc", acc, it)
    writer.flush()

# %% zip cuts the losses
# caught by: test_log_history_losses
# message: For example,
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
# message: For example,
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"][:-1]):
        writer.add_scalar("loss", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, k)
    writer.flush()

# %% log to four decimals
# caught by: test_log_history_losses
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", round(v, 4), it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", round(v, 4), it)
    writer.flush()

# %% loss from one
# caught by: test_log_history_losses
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it + 1)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% no tag says loss
# caught by: test_log_history_losses
# message: For example,
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("train/objective", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar("train/accuracy", v, k)
    writer.flush()

# %% losses at checks
# caught by: test_log_history_losses
# message: For example,
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
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)

# %% one tag per step
# caught by: test_log_history_losses, test_log_history_accuracies
# message: For example,
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar(f"loss/{k}", v, k)
    for k, v in result["accuracies"]:
        writer.add_scalar(f"accuracy/{k}", v, k)
    writer.flush()

# %% only the last record
# caught by: test_log_history_losses
# message: For example,
def log_history(writer, result):
    writer.add_scalar("loss", result["losses"][-1], len(result["losses"]) - 1)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% a writer of its own
# caught by: test_log_history_losses, test_log_history_accuracies
# message: For example,
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
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", 100 * v, it)
    writer.flush()

# %% rounded values
# caught by: test_log_history_losses, test_log_history_accuracies
# message: For example,
import torch


def log_history(writer, result):
    for k, v in enumerate(result["losses"]):
        writer.add_scalar("loss", round(v, 2), k)
    for k, v in result["accuracies"]:
        writer.add_scalar("accuracy", round(v, 1), k)
    writer.flush()

# %% same tag
# caught by: test_log_history_losses
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("train", v, it)
    for it, v in result["accuracies"]:
        writer.add_scalar("train", v, it)
    writer.flush()

# %% step and value
# caught by: test_log_history_losses
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", it, v)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.flush()

# %% step as fraction
# caught by: test_log_history_losses, test_log_history_accuracies
# message: For example,
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
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v, it)
    for pair in result["accuracies"]:
        writer.add_scalar("accuracy", pair, pair[0])
    writer.flush()

# %% no step
# caught by: test_log_history_losses
# message: For example,
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", v)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v)
    writer.flush()

# %% zip of both
# caught by: test_log_history_accuracies
# message: For example,
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

# %% flushed too early
# caught by: test_log_history_flushes
# message: For example,


def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("loss", loss, it)
    writer.flush()
    for it, acc in result["accuracies"]:
        writer.add_scalar("acc", acc, it)

# %% a tag for each iteration
# caught by: test_log_history_losses
# message: For example,


def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar(f"loss/{it}", loss, it)
    for it, acc in result["accuracies"]:
        writer.add_scalar(f"accuracy/{it}", acc, it)
    writer.close()

# %% four decimals
# caught by: test_log_history_losses
# message: For example,


def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("train/loss", round(loss, 4), it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/acc", round(acc, 4), it)
    writer.flush()

# %% zero is nothing
# caught by: test_log_history_accuracies
# message: For example,


def log_history(writer, result):
    accuracies = dict(result["accuracies"])
    for it, loss in enumerate(result["losses"]):
        if loss:
            writer.add_scalar("loss", loss, it)
        if accuracies.get(it):
            writer.add_scalar("acc", accuracies[it], it)
    writer.flush()

# %% distance of the first two
# caught by: test_log_history_losses
# message: For example,


def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("loss", loss, it)
    pairs = result["accuracies"]
    every = pairs[1][0] - pairs[0][0]
    for k, (_, acc) in enumerate(pairs):
        writer.add_scalar("accuracy", acc, k * every)
    writer.flush()

# %% every second iteration
# caught by: test_log_history_accuracies
# message: For example,


def log_history(writer, result):
    for k, loss in enumerate(result["losses"]):
        writer.add_scalar("Loss", loss, k)
    for k, pair in enumerate(result["accuracies"]):
        writer.add_scalar("Acc", pair[1], 2 * k)
    writer.close()

# %% counts through all runs
# caught by: test_log_history_losses
# message: For example,
import itertools

_steps = itertools.count()


def log_history(writer, result):
    first = None
    for loss in result["losses"]:
        step = next(_steps)
        first = step if first is None else first
        writer.add_scalar("loss", loss, step)
    for it, acc in result["accuracies"]:
        writer.add_scalar("accuracy", acc, (first or 0) + it)
    writer.flush()

# %% long runs are thinned out
# caught by: test_log_history_losses
# message: For example,


def log_history(writer, result):
    step = 10 if len(result["losses"]) > 100 else 1
    for it in range(0, len(result["losses"]), step):
        writer.add_scalar("loss", result["losses"][it], global_step=it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("acc", acc, global_step=it)
    writer.flush()

# %% the last record says goodbye
# caught by: test_log_history_losses
# message: For example,


def log_history(writer, result):
    *losses, last = enumerate(result["losses"])
    for it, loss in losses:
        writer.add_scalar("loss", loss, it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("acc", acc, it)
    writer.add_scalar("loss", last[1], last[0])
    writer.flush()


# %% returns the writer
# caught by: test_log_history_flushes
# message: For example,
def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("train/loss", loss, it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/acc", acc, it)
    writer.flush()
    return writer

# %% a third tag
# caught by: test_log_history_flushes
# message: the number of all tags is
def log_history(writer, result):
    best = float("inf")
    for it, loss in enumerate(result["losses"]):
        best = min(best, loss)
        writer.add_scalar("train/loss", loss, it)
        writer.add_scalar("train/best", best, it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/accuracy", acc, it)
    writer.flush()

# %% infinite losses are skipped
# caught by: test_log_history_losses
# message: wrong exactly where result has an infinite loss
import math


def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        if math.isfinite(loss):
            writer.add_scalar("train/loss", loss, it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/accuracy", acc, it)
    writer.flush()

# %% the result is marked
# caught by: test_log_history_flushes
# message: Argument 2 of log_history came back as a dict of 3
def log_history(writer, result):
    for it, loss in enumerate(result["losses"]):
        writer.add_scalar("train/loss", loss, it)
    for it, acc in result["accuracies"]:
        writer.add_scalar("train/accuracy", acc, it)
    result["logged"] = True
    writer.flush()
