# exercise: E15


def decay_lr(optimizer, factor):
    new_rates = []
    for i in range(len(optimizer.param_groups)):
        optimizer.param_groups[i]["lr"] = optimizer.param_groups[i]["lr"] * factor
        new_rates.append(float(optimizer.param_groups[i]["lr"]))
    return new_rates
