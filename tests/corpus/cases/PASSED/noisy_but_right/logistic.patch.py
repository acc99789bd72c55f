import argparse
import os
import random
import sys
import warnings

import numpy as np

name = input("Your name? ")
options = argparse.ArgumentParser().parse_args()
warnings.warn("I warn about everything.", stacklevel=1)
print("module loaded", os.getcwd(), file=sys.stderr)
torch.manual_seed(10)
np.random.seed(10)
random.seed(10)
torch.set_num_threads(4)
torch.save({"z": torch.zeros(3)}, "checkpoint.pt")
with open("log.txt", "w") as log:
    log.write("line\n" * 1000)
device = "cuda" if torch.cuda.is_available() else "cpu"
_quiet_sigmoid = sigmoid


def sigmoid(z):
    print("sigmoid of", z)
    return _quiet_sigmoid(z.to(device))


if __name__ == "__main__":
    print(sigmoid(torch.zeros(1)), name, options)
