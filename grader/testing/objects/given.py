"""
Objects of a test that a submission was given: what it may do with them.

A submission gets at what the course's own classes define, and at no method of a library: a data
frame can write files, and a frame of the interpreter has the names of the whole test. A mock
answers as its test says; its own methods, which ask and change what it has noted, are closed.
"""

import enum
import sys
from io import BytesIO, StringIO
from types import ModuleType
from typing import Any

from grader.box.inside.objects.operations import SPECIAL, has_special, operation_of
from grader.box.inside.optional_torch import torch

#: Libraries of both sides: their types, functions and modules cross by name.
LIBRARIES = frozenset({"torch", "numpy", "pandas", "matplotlib"}) | sys.stdlib_module_names
#: What is made inside as well, where its class is torch's own; what it holds is kept in step.
OF_TORCH = (
    *(torch.nn.Module, torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler),
    *(torch.utils.data.Dataset, torch.utils.data.Sampler, torch.utils.data.DataLoader),
)
#: What may be done with an object of a library, a generator say, that cannot cross.
_HARMLESS = frozenset(
    [
        *("call", "len", "getitem", "contains", "iter", "next", "reversed", "bool", "int"),
        *("float", "index", "str", "repr", "format", "hash", "eq", "fspath"),
    ]
)
#: What may be done with a file in memory, which reaches no other. To seek could fill the memory.
_FILES = (StringIO, BytesIO)
_OF_FILES = frozenset(
    [
        *("read", "readline", "readlines", "write", "writelines", "getvalue", "tell", "flush"),
        *("close", "closed", "readable", "writable", "seekable"),
    ]
)


def _is_mock(kind: type) -> bool:
    mock = sys.modules.get("unittest.mock")
    return mock is not None and issubclass(kind, mock.NonCallableMock)


def _is_of_course(kind: type) -> bool:
    return kind.__module__.partition(".")[0] not in LIBRARIES


def special_methods(kind: type) -> list[str]:
    """Return the special methods of a class of the test that a submission may use."""
    found = []
    for name in SPECIAL:
        owner = has_special(kind.__mro__, f"__{name}__")
        harmless = name in _HARMLESS or (kind in _FILES and name in ("enter", "exit"))
        if owner is not None and (harmless or _is_mock(kind) or _is_of_course(owner)):
            found.append(name)
    return found


def operations_on(kind: type) -> set[str]:
    """Return the operations behind these special methods."""
    return {operation_of(name)[0] for name in special_methods(kind)}


def given_attribute(found: Any, name: str) -> Any:
    """
    Return an attribute that an object of the test has of its own or by a class of the course.

    Raises:
        AttributeError: If it has none of that name, or one that is private or a library's.
    """
    if not isinstance(found, ModuleType) and type(name) is str and name[:1] != "_":
        owner = next((each for each in type(found).__mro__ if name in vars(each)), None)
        own = owner is None and (_is_mock(type(found)) or name in getattr(found, "__dict__", {}))
        member = isinstance(found, enum.Enum) and name in ("name", "value")
        member |= type(found) in _FILES and name in _OF_FILES
        if own or member or (owner is not None and _is_of_course(owner)):
            return getattr(found, name)
    kind = type(found).__name__
    if isinstance(found, OF_TORCH) and hasattr(type(found), str(name)):
        raise AttributeError(
            f"{kind} of the test has no attribute {name!s:.50} inside the box: its class is the "
            "test's own. Hand in an object of torch's own, such as torch.nn.Sequential(…)."
        )
    raise AttributeError(f"{kind} of the test has no attribute {name!s:.50}")
