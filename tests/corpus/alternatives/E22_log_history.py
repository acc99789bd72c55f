# %% accuracies first
def log_history(writer, result):
    for it, v in result["accuracies"]:
        writer.add_scalar("Accuracy", v, it)
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("LOSS", v, it)
    writer.flush()
    writer.close()

# %% losses backwards, closed at the end
def log_history(writer, result):
    for it in reversed(range(len(result["losses"]))):
        writer.add_scalar("loss", result["losses"][it], it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", v, it)
    writer.close()

# %% chained records
import torch


from itertools import chain


def log_history(writer, result):
    losses = (("run/LOSS", v, k) for k, v in enumerate(result["losses"]))
    shares = (("run/acc", v, k) for k, v in result["accuracies"])
    for record in sorted(chain(losses, shares), key=lambda r: r[2]):
        writer.add_scalar(*record)
    writer.flush()
    writer.close()

# %% all records backwards
def log_history(writer, result):
    from itertools import chain

    records = chain(
        (("Loss curve: loss", v, it) for it, v in enumerate(result["losses"])),
        (("Acc", v, it) for it, v in result["accuracies"]),
    )
    for record in reversed(list(records)):
        writer.add_scalar(*record)
    (writer.flush if hasattr(writer, "flush") else writer.close)()

# %% interleaved
def log_history(writer, result):
    accs = dict(result["accuracies"])
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("train_loss", v, it)
        if it in accs:
            writer.add_scalar("train_acc", accs[it], it)
    writer.flush()

# %% keywords
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar(tag="Loss/train", scalar_value=v, global_step=it)
    for it, v in result["accuracies"]:
        writer.add_scalar(tag="Acc/train", scalar_value=v, global_step=it)
    writer.close()

# %% method references
import torch


def log_history(writer, result):
    write = writer.add_scalar
    any(write("Loss/train", v, k) for k, v in enumerate(result["losses"]))
    any(write("Acc/train", v, k) for k, v in result["accuracies"])
    writer.close()

# %% numpy values
import torch


import numpy as np


def log_history(writer, result):
    for step, value in enumerate(np.array(result["losses"])):
        writer.add_scalar("bce_loss", value, global_step=step)
    for step, value in np.array(result["accuracies"]):
        writer.add_scalar("train_accuracy", np.float64(value), global_step=int(step))
    writer.flush()

# %% tensor values
def log_history(writer, result):
    for it, v in enumerate(result["losses"]):
        writer.add_scalar("loss", torch.tensor(v, dtype=torch.float64), it)
    for it, v in result["accuracies"]:
        writer.add_scalar("accuracy", torch.tensor(v, dtype=torch.float64), int(it))
    writer.flush()

# %% one list of records
# All records are made first; keywords; flush in finally.


def log_history(writer, result):
    records = [("Loss/train", v, k) for k, v in enumerate(result["losses"])]
    records += [("Acc/train", v, k) for k, v in result["accuracies"]]
    try:
        for tag, value, step in sorted(records, key=lambda record: record[2]):
            writer.add_scalar(tag=tag, scalar_value=value, global_step=step)
    finally:
        writer.flush()

# %% tensors of one
# Tensors of one instead of numbers, flushed and closed.
import torch


def log_history(writer, result):
    series = {
        "my loss": list(enumerate(result["losses"])),
        "my accuracy": [(int(k), v) for k, v in result["accuracies"]],
    }
    for tag, points in series.items():
        for step, value in points:
            writer.add_scalar(tag, torch.tensor(value, dtype=torch.float64), step)
    writer.flush()
    writer.close()
