"""
The drivers: everything a hidden test can ask a submission to do.

Each driver takes the student's object and the fields of the question and returns a dict of
plain data and tensors. Drivers know functions, modules, optimizers and graphs, no exercise.
"""

import dis
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import BuiltinFunctionType, CodeType, TracebackType
from typing import Any

import numpy

from ..optional_torch import Tensor, torch
from ..plain import NAMES
from .figures import SHOWN, describe_figure, is_figure

_RAISE = dis.opmap["RAISE_VARARGS"]

Reply = dict[str, Any]


def call(
    function: Callable[..., Any],
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    times: int = 1,
) -> Reply:
    """
    Call *function* *times* times with the same arguments.

    Returns:
        ``value`` of the last call, ``earlier`` values, and the arguments
        ``after`` the calls (with their ``.grad``).
    """
    kwargs = kwargs or {}
    values = [function(*args, **kwargs) for _ in range(times)]
    return {"value": values[-1], "earlier": values[:-1], "after": [*args, *kwargs.values()]}


def calls(function: Callable[..., Any], cases: Sequence[Sequence[Any]]) -> Reply:
    """
    Call *function* once or twice for each of *cases*.

    Args:
        function: The function.
        cases: For each: the arguments in order, those by name, how often to call it with them,
            and a cotangent for its output if the gradients at the arguments that require grad are
            wanted. With a script, arguments are Python texts; see :func:`script`.

    Returns:
        ``value``: for each case what :func:`call` returns, or ``raised``; a copy of the ``first``
        of two answers; ``gradients``, or what was raised in ``backward``; the facts about a
        ``figure`` in place of a value.
    """
    SHOWN.clear()
    replies: list[Reply] = []
    before: Reply = {}
    cotangent = None
    for case in cases:
        reply = _one_case(function, *case[:3]) if len(case) == 4 else _scripted(function, *case)
        # Only now: a gradient belongs to its own call, and not to the last one.
        _pull(before, cotangent)
        before, cotangent = reply, case[3]
        replies.append(_looked_at(reply))
    _pull(before, cotangent)
    return {"value": replies}


def _pull(reply: Reply, cotangent: Tensor | None) -> None:
    """Add the gradients at the arguments of a call, if they are wanted."""
    if cotangent is None or "value" not in reply:
        return
    try:
        reply["gradients"] = _gradients(reply["value"], reply["after"], cotangent)
    except Exception as error:
        reply["backward"] = {"raised": error}


def _looked_at(reply: Reply) -> Reply:
    if not is_figure(reply.get("value")):
        return reply
    try:
        facts = describe_figure(reply["value"]) | {"shown": len(SHOWN)}
    except Exception as error:
        return {"raised": error, "after": reply["after"]}
    return {"value": None, "earlier": [], "after": reply["after"], "figure": facts}


def script(
    function: Callable[..., Any],
    args: Sequence[str],
    kwargs: Mapping[str, str],
    times: int,
    script: Sequence[Any],
) -> Reply:
    """
    Run lines, call *function* and look at what it has changed.

    Args:
        function: The function.
        args: Python texts of the arguments in order; kwargs: of those by name.
        times: How often to call it with the same arguments.
        script: The lines that run before, expressions for what to look at after it, and the name
            of *function* in both; what the lines name has its name there, and what was returned
            is called ``found``.

    Returns:
        ``value``: what it returned, a list if it was called more than once; ``effects``: what the
        expressions gave, or ``raised``; the arguments ``after`` the calls.
    """
    reply = _scripted(function, args, kwargs, times, None, script)
    if "raised" in reply:
        raise reply["raised"]
    return reply


def _scripted(
    function: Callable[..., Any],
    args: Sequence[str],
    kwargs: Mapping[str, str],
    times: int,
    _cotangent: Tensor | None,
    script: Sequence[Any],
) -> Reply:
    lines, looks, called = script
    names: dict[str, Any] = {"__name__": "__main__", "torch": torch, **NAMES, called: function}
    for line in lines:
        try:
            exec(_compiled(line, "exec"), names)
        except Exception as error:
            # A line of the question itself raises nothing, but it may call the function.
            return _raised(error, [])
    given = [eval(_compiled(text), names) for text in args]
    by_name = {name: eval(_compiled(text), names) for name, text in kwargs.items()}
    reply = _one_case(function, given, by_name, times)
    if times > 1 and "raised" not in reply:
        reply["value"] = [*reply["earlier"], reply["value"]]
        reply["earlier"] = []
        reply.pop("first")
    names["found"] = reply.get("value")
    reply["effects"] = [_look(text, names) for text in looks]
    return reply


#: The cases of a contract share most of their lines.
@lru_cache(2_000)
def _compiled(text: str, mode: str = "eval") -> CodeType:
    return compile(text.lstrip(" \t"), "<case>", mode)


def _look(text: str, names: dict[str, Any]) -> Any:
    """Return what an expression gives, or what it raised."""
    try:
        return eval(_compiled(text), names)
    except MemoryError:
        raise  # That is not about this case alone.
    except Exception as error:
        return {"raised": error}


def _one_case(
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    times: int,
) -> Reply:
    given = [*args, *kwargs.values()]
    if isinstance(function, BuiltinFunctionType):
        args, kwargs = given, {}  # Compiled code has names of its own, or none.
    try:
        reply: Reply = {"earlier": [], "after": given}
        for _ in range(times - 1):
            reply["earlier"].append(function(*args, **kwargs))
            reply["first"] = _copy(reply["earlier"][0])
        reply["value"] = function(*args, **kwargs)
    except Exception as error:
        return _raised(error, given)
    return reply


def _raised(error: Exception, given: list[Any]) -> Reply:
    """Return the reply to a call that raised; what is about all calls is raised again."""
    is_unwritten = isinstance(error, NotImplementedError) and is_stated(error.__traceback__)
    if is_unwritten or isinstance(error, MemoryError):
        raise error
    return {"raised": error, "after": given}


def is_stated(trace: TracebackType | None) -> bool:
    """Say whether an exception comes from a ``raise`` in Python, and not from compiled code."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return True
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == _RAISE


def _copy(value: Any) -> Any:
    """Return a copy of tensors and arrays in an answer: a second call may change them."""
    if isinstance(value, Tensor):
        return value.clone()
    if type(value) is numpy.ndarray:
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(_copy(item) for item in value)
    return {key: _copy(item) for key, item in value.items()} if type(value) is dict else value


def _gradients(output: Any, args: Sequence[Any], cotangent: Tensor) -> list[Tensor | None]:
    """Return the gradient at each argument that requires grad; None where none arrives."""
    leaves = [arg for arg in args if isinstance(arg, Tensor) and arg.requires_grad]
    if not isinstance(output, Tensor) or not output.requires_grad:
        return [None for _ in leaves]
    start = cotangent.flatten()[: output.numel()].reshape(output.shape).to(output.dtype)
    return list(torch.autograd.grad(output, leaves, start, allow_unused=True))


def pullback(
    function: Callable[..., Any],
    args: Sequence[Any],
    wrt: int = 0,
    cotangent: Tensor | None = None,
) -> Reply:
    """
    Pull *cotangent* (ones by default) back through ``function(*args)`` to argument *wrt*.

    Returns:
        ``value``, the gradient in the shape of the argument, and the ``output``.
    """
    source = args[wrt]
    source.requires_grad_()
    output = function(*args)
    if not isinstance(output, Tensor):
        return {"value": output, "output": output}
    start = torch.ones_like(output) if cotangent is None else cotangent
    (gradient,) = torch.autograd.grad(output, source, start.reshape(output.shape))
    return {"value": gradient, "output": output}


DRIVERS: dict[str, Callable[..., Reply]] = {
    driver.__name__: driver for driver in (call, calls, script, pullback)
}
