import os


def attack():
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("500")
    return open("/proc/self/oom_score_adj").read().strip() == "500"
