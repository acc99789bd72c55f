# exercise: E11
# caught by: ?
# message: ?
import torch
from torch import nn


class LR(LR):
    def __init__(self, in_features=3):
        super().__init__(in_features)
