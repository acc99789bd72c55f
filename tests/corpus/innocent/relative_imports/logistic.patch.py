from . import more
from .more import nothing

assert more.nothing == nothing
