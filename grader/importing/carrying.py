"""
What a test may not do if it is judged from outside the box, found by reading it.

The test and the submission are two processes. Patches, source text, threads and clocks of one
are not those of the other, and what seeds one does not seed the other.
"""

import ast
from collections.abc import Container, Iterator, Mapping, Sequence

from grader.course.source import Function

#: What of the test's own program a submission sees: it may be replaced.
_SHARED = frozenset(
    {"builtins.input", "sys.stdin", "sys.stdout", "sys.stderr", "sys.argv", "os.environ"}
)
_READS_SOURCE = frozenset(
    {"getsourcelines", "getsourcefile", "__code__", "__globals__", "__closure__"}
)
_STARTS = frozenset({"reload", "import_module", "run_module", "run_path", "subprocess", "system"})
_THREADS = frozenset(
    {"threading", "Thread", "ThreadPoolExecutor", "multiprocessing", "asyncio", "Process"}
)
_CLOCKS = frozenset({"perf_counter", "process_time", "timeit", "monotonic", "time_ns", "sleep"})
_SEEDS = frozenset({"seed", "manual_seed", "setstate", "set_state"})
NOT_ALWAYS_RUN = "It is not always run."
_SKIPS = frozenset({"skip", "skipIf", "skipUnless", "skipif", "xfail", "expectedFailure"})
_RANDOM = ("random", "secrets", "rand", "shuffle", "Dropout", "nn.")


def why_not_carried(
    tree: ast.Module,
    around: Sequence[ast.ClassDef],
    test: Function,
    solutions: Mapping[str, str],
) -> str:
    """
    Return why a test cannot be judged from outside the box, or "".

    Args:
        tree: The file.
        around: The classes around the test.
        test: The test.
        solutions: Module → text.
    """
    decorated = [*around, test]
    names = {name for node in decorated for mark in node.decorator_list for name in _names(mark)}
    if names & _SKIPS:
        return NOT_ALWAYS_RUN
    reached = list(_reached(tree, around, test))
    nodes = [node for each in reached for node in ast.walk(each)]
    for node in nodes:
        if isinstance(node, ast.Call) and (target := _patched(node, solutions)):
            return f"It replaces {target} where the submission does not see it."
    names = {name for node in nodes for name in _names(node)}
    reasons = {
        "It reads source text.": names & _READS_SOURCE,
        "It starts the submission in a way of its own.": names & _STARTS,
        "It asks the submission from another thread.": names & _THREADS,
        "It depends on the clock.": names & _CLOCKS,
        "It seeds what the submission draws.": names & _SEEDS and _drawing(names, solutions),
    }
    return next((reason for reason, found in reasons.items() if found), "")


def _reached(
    tree: ast.Module, around: Sequence[ast.ClassDef], test: Function
) -> Iterator[Function]:
    """Yield the test and the functions of its file that it may call or have called for it."""
    known: dict[str, list[Function]] = {}
    scopes: list[ast.Module | ast.ClassDef] = [tree]
    scopes += [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, Function) and not node.name.startswith("test"):
                known.setdefault(node.name, []).append(node)
    waiting, met = [test], {id(test)}
    waiting += [
        node
        for scope in around
        for node in scope.body
        if isinstance(node, Function) and node.name.lower().startswith(("setup", "teardown"))
    ]
    while waiting:
        found = waiting.pop()
        yield found
        names = {name for node in ast.walk(found) for name in _names(node)}
        for name in names & known.keys():
            fresh = [node for node in known[name] if id(node) not in met]
            met |= {id(node) for node in fresh}
            waiting += fresh


def _drawing(asked: set[str], solutions: Mapping[str, str]) -> set[str]:
    """Return which definitions draw, of those that a test with these names may have called."""
    nodes = [node for text in solutions.values() for node in ast.walk(ast.parse(text))]
    words = set(_RANDOM)
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and "random" in (node.module or ""):
            words |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign) and "random" in ast.unparse(node.value):
            words |= {name for target in node.targets for name in _names(target)}
    known: dict[str, list[Function | ast.ClassDef]] = {}
    for node in nodes:
        if isinstance(node, Function | ast.ClassDef):
            known.setdefault(node.name, []).append(node)
    met, waiting = set[str](), asked & known.keys()
    while waiting:
        name = waiting.pop()
        met.add(name)
        inner = {each for found in known[name] for node in ast.walk(found) for each in _names(node)}
        waiting |= (inner & known.keys()) - met
    return {name for name in met for n in known[name] if any(w in ast.unparse(n) for w in words)}


def _names(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node) if isinstance(node, ast.expr) else [node]:
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr
        elif isinstance(each, ast.arg):
            yield each.arg


def _patched(call: ast.Call, modules: Container[str]) -> str:
    """Return what a call replaces that the submission does not see; "" if there is no such."""
    function = ast.unparse(call.func)
    target = call.args[0] if call.args else None
    if function.endswith("patch"):
        found = target.value if isinstance(target, ast.Constant) else "an object"
    elif function.endswith(("patch.object", "monkeypatch.setattr")):
        parts = [ast.unparse(arg).strip("'\"") for arg in call.args[:2]]
        is_path = isinstance(target, ast.Constant)
        found = parts[0] if is_path else ".".join(parts)
    elif function.endswith("patch.dict"):
        found = ast.unparse(target).strip("'\"") if target else "a dict"
    else:
        return ""
    path = str(found)
    return "" if path in _SHARED or path.partition(".")[0] in modules else path
