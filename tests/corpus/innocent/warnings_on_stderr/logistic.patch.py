import logging
import sys
import warnings

logging.basicConfig(level=logging.DEBUG)
logging.getLogger("mine").warning("careful")
warnings.simplefilter("always")
loud = sigmoid


def sigmoid(z):
    warnings.warn("overflow?", RuntimeWarning)
    print("sigmoid", file=sys.stderr)
    return loud(z)
