
from math import *
