"""
Put off what torch loads for compiling until somebody compiles.

The first optimizer of a process, its first step and ``torch.func.grad`` import
``torch._dynamo``, about a second, only to tell a compiler that is not there to keep out.
A stand-in answers these three calls; whatever else is asked of it loads the real one.
"""

import contextlib
import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import torch

NAME = "torch._dynamo"


class _CompiledAutograd:
    """Stand for ``torch._dynamo.compiled_autograd``."""

    def _disable(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(f"{NAME}.compiled_autograd"), name)


class _StandIn(ModuleType):
    compiled_autograd = _CompiledAutograd()

    def disable(self, fn: Callable[..., Any], *_args: Any, **_options: Any) -> Callable[..., Any]:
        return fn

    def graph_break(self, *_args: Any, **_options: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        # Whoever looks through all modules asks for __file__ and the like; only __path__
        # is asked for by an import from inside the package.
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        if sys.modules.get(NAME) is self:
            del sys.modules[NAME], torch._dynamo
        return getattr(importlib.import_module(NAME), name)


def defer_dynamo() -> None:
    """Set up the stand-in, unless the real one is there already."""
    if NAME not in sys.modules:
        torch._dynamo = sys.modules[NAME] = _StandIn(NAME)
