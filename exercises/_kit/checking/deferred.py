"""
Stand-ins for what torch imports only to compile, loaded once something needs it.

The first optimizer of a process, its first step and ``torch.func.grad`` import
``torch._dynamo``, about a second, only to switch off a compiler that nobody uses; the first
backward from a vector imports sympy, a quarter of a second, only to compare two shapes.
The stand-ins answer these calls; any other attribute loads the real module.
"""

import contextlib
import importlib
import re
import sys
from collections.abc import Callable
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any


class _StandIn(ModuleType):
    """A stand-in for the module *name* until an attribute is needed that it lacks."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        package, _, self._own = name.rpartition(".")
        self._package = importlib.import_module(package)
        sys.modules[name] = self
        setattr(self._package, self._own, self)

    def _real(self) -> ModuleType:
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
            delattr(self._package, self._own)
        return importlib.import_module(name)

    def __getattr__(self, name: str) -> Any:
        # Code that looks through all modules asks for __file__, or for names no module has.
        waiting = sys.modules.get(self.__name__) is self
        if waiting and (name.startswith("__") or not self._has(name)):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(self._real(), name)

    def _has(self, name: str) -> bool:
        """Say whether the real module names *name* in its source, or is a package that holds it."""
        spec = PathFinder.find_spec(self.__name__, self._package.__path__)
        if spec is None or spec.origin is None:
            return True
        inner = spec.submodule_search_locations
        if inner is not None and PathFinder.find_spec(f"{self.__name__}.{name}", inner):
            return True
        with open(spec.origin, encoding="utf-8") as file:
            return re.search(rf"\b{re.escape(name)}\b", file.read()) is not None


class _CompiledAutograd:
    """A stand-in for ``torch._dynamo.compiled_autograd``."""

    def _disable(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module("torch._dynamo.compiled_autograd"), name)


class _Dynamo(_StandIn):
    compiled_autograd = _CompiledAutograd()

    def __getattr__(self, name: str) -> Any:
        # An import from inside the package asks for __path__; "from torch._dynamo import …" does
        # too, in the name of whoever imports, and can do without.
        if name == "__path__" and "<frozen importlib" in sys._getframe(1).f_code.co_filename:
            return self._real().__path__
        return super().__getattr__(name)

    def is_compiling(self) -> bool:
        return False

    def disable(self, fn: Callable[..., Any], *_args: Any, **_options: Any) -> Callable[..., Any]:
        return fn

    def graph_break(self, *_args: Any, **_options: Any) -> None:
        pass


class _SymbolicShapes(_StandIn):
    def sym_eq(self, x: Any, y: Any) -> Any:
        same = x == y
        return same if type(same) is bool else self._real().sym_eq(x, y)

    def expect_true(self, a: Any, *options: Any, **more: Any) -> Any:
        return a if type(a) is bool else self._real().expect_true(a, *options, **more)


STAND_INS = {"torch._dynamo": _Dynamo, "torch.fx.experimental.symbolic_shapes": _SymbolicShapes}


def defer_compiling() -> None:
    """Set up the stand-ins, except where the real one is there already."""
    for name, stand_in in STAND_INS.items():
        if name not in sys.modules:
            stand_in(name)
