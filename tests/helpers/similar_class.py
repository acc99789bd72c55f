"""A class with similar submissions."""

from grader.course.manifest import find_course
from grader.intake import Submission
from grader.report.similarity import ClassFingerprints
from helpers.courses import TOY

COURSE = find_course(TOY)
HEAD = "import torch\n\n\n"


#: Nobody has to write it so long.
ODD = (
    HEAD
    + '''def double(x):
    """Return twice x."""
    parts = []
    for row in x.reshape(-1).unbind():
        # Adding is doubling, my grandmother said.
        parts.append(torch.add(row, row, alpha=1).clone())
    if not parts:
        return torch.zeros_like(x)
    return torch.stack(parts, dim=0).reshape(x.shape).to(x.dtype)


def total(x):
    result = 0.0
    for index in range(x.numel()):
        result = result + float(x.flatten()[index].item())
    return result
'''
)


DRESSED = '''"""My own module."""
import torch


def total(numbers):
    s = 0.0
    for k in range(numbers.numel()):
        s = s + float(numbers.flatten()[k].item())
    return s

# and the other

def double(data):
    pieces = []
    for r in data.reshape(-1).unbind():

        pieces.append(torch.add(r, r, alpha=1).clone())
    if not pieces: return torch.zeros_like(data)
    return torch.stack(pieces, dim=0).reshape(data.shape).to(data.dtype)
'''


OWN = (
    HEAD
    + "def double(x):\n    return torch.add(x, x)\n\n\ndef total(x):\n    return float(x.sum())\n"
)


def class_of(*texts):
    """Return a class in which student number n handed in text number n."""
    found = ClassFingerprints(COURSE)
    for number, text in enumerate(texts):
        found.add(Submission(f"s{number}", {"shapes.py": text.encode()}))
    return found
