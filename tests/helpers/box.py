"""Questions to a child of the box, asked without a judge."""

from typing import Any

from grader.box.child import Child
from grader.box.inside import values
from grader.box.zygote import Zygote


def ask(child: Child, target: str, *args: object, limit_s: float = 10.0) -> dict[str, Any]:
    """Call ``module.name`` in the child and return the decoded reply."""
    question = {"op": "call", "target": target, "args": list(args)}
    reply: dict[str, Any] = values.decode(*child.exchange(*values.encode(question), limit_s))
    return reply


def run(zygote: Zygote, code: str, *args: object, limit_s: float = 10.0) -> dict[str, Any]:
    """Run ``work.f`` of a submission of one module in a child of its own."""
    child = zygote.spawn({"work.py": code.encode()})
    try:
        return ask(child, "work.f", *args, limit_s=limit_s)
    finally:
        child.close()
