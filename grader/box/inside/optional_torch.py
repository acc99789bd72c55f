"""
torch for the modules that look at tensors, or names in its place where a process does without.

A course of plain Python needs no torch, and to import it takes longer than to judge a class. In a
process that leaves it out, no object is an instance of ``torch.Tensor``, and nothing of torch can
be called. Such a process may still import torch for itself: its tensors are objects like any other.
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch as torch
    from torch import Tensor as Tensor


class _Absent(type):
    """The class of a name of torch, which is a class without objects and has names below it."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = _Absent(name, (), {})
        setattr(cls, name, found)
        return found

    def __call__(cls, *_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError(f"torch is left out, and {cls.__name__} of it was called")


_absent: Any = None


def leave_out() -> None:
    """Let this process do without torch, unless it has imported it."""
    global _absent
    if "torch" not in sys.modules:
        _absent = _Absent("torch", (), {})


def is_left_out() -> bool:
    """Say whether this process does without torch."""
    return _absent is not None


def __getattr__(name: str) -> Any:
    """Return torch, or its Tensor; the first import of it decides for all."""
    if name not in ("torch", "Tensor"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if _absent is not None:
        found = _absent
    else:
        import torch

        found = torch
    return found if name == "torch" else found.Tensor
