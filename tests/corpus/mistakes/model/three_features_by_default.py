# exercise: E11
# caught by: test_LR_parameters
# message: LR(), whose in_features is 2, does not hold the right parameters:
import torch
from torch import nn


class LR(LR):
    def __init__(self, in_features=3):
        super().__init__(in_features)
