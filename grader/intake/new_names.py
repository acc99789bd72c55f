"""Names that the standard library got after the Python that runs here."""

import ast
import re
import sys
from collections.abc import Iterator

Version = tuple[int, int]

#: Names that the standard library got after Python 3.11; "" stands for the module itself.
NEW_NAMES: dict[Version, dict[str, str]] = {
    (3, 12): {
        "asyncio": "create_eager_task_factory eager_task_factory",
        "calendar": "Day Month",
        "collections.abc": "Buffer",
        "inspect": "BufferFlags getasyncgenlocals getasyncgenstate markcoroutinefunction",
        "itertools": "batched",
        "math": "sumprod",
        "os": "listdrives listmounts listvolumes pidfd_getfd unshare setns",
        "os.path": "isjunction splitroot",
        "random": "binomialvariate",
        "sys": "activate_stack_trampoline monitoring",
        "threading": "setprofile_all_threads settrace_all_threads",
        "types": "get_original_bases",
        "typing": "TypeAliasType override",
    },
    (3, 13): {
        "asyncio": "QueueShutDown",
        "base64": "z85decode z85encode",
        "copy": "replace",
        "dbm.sqlite3": "",
        "glob": "translate",
        "math": "fma",
        "os": "process_cpu_count timerfd_create",
        "pathlib": "UnsupportedOperation",
        "queue": "ShutDown",
        "re": "PatternError",
        "statistics": "kde kde_random",
        "types": "CapsuleType",
        "typing": "NoDefault ReadOnly TypeIs get_protocol_members is_protocol",
        "warnings": "deprecated",
    },
    (3, 14): {
        "annotationlib": "",
        "ast": "compare",
        "asyncio": "capture_call_graph format_call_graph print_call_graph",
        "compression": "",
        "compression.zstd": "",
        "concurrent.futures": "InterpreterPoolExecutor",
        "concurrent.interpreters": "",
        "decimal": "IEEEContext",
        "functools": "Placeholder",
        "heapq": "heapify_max heappop_max heappush_max heappushpop_max heapreplace_max",
        "io": "Reader Writer",
        "operator": "is_none is_not_none",
        "os": "readinto reload_environ",
        "string.templatelib": "",
        "typing": "evaluate_forward_ref",
        "uuid": "uuid6 uuid7 uuid8",
    },
}


_WORD = re.compile(r"\w+")
_WORDS = frozenset(
    word
    for names in NEW_NAMES.values()
    for module, listed in names.items()
    for word in listed.split() or [module.rpartition(".")[2]]
)


def may_have_newer_names(text: str) -> bool:
    """
    Tell whether a newer name stands anywhere in *text*, which is quickly looked through.

    Python takes some other characters for letters, so it cannot be told of all texts.
    """
    return not text.isascii() or not _WORDS.isdisjoint(_WORD.findall(text))


def is_newer_import(node: ast.stmt) -> bool:
    """Tell whether *node* imports what the standard library does not have here yet."""
    return isinstance(node, ast.Import | ast.ImportFrom) and any(_newer_imports(node, {}))


def newer_names(tree: ast.Module) -> Iterator[tuple[int, str, Version]]:
    """Yield line, name and version of each newer name that is imported or looked up."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _newer_imports(node, modules)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id, "")
            if version := _version_of(module, node.attr):
                yield node.lineno, f"{module}.{node.attr}", version


def _newer_imports(
    node: ast.Import | ast.ImportFrom, modules: dict[str, str]
) -> Iterator[tuple[int, str, Version]]:
    """Yield what is newer of an import, and note in *modules* which name is which module."""
    for alias in node.names:
        if isinstance(node, ast.Import):
            modules[alias.asname or alias.name] = alias.name
            module, name = alias.name, ""
        else:
            module, name = node.module or "", alias.name
        if version := _version_of(module, name) or _version_of(module, ""):
            yield node.lineno, f"{module}.{name}".rstrip("."), version


def _version_of(module: str, name: str) -> Version | None:
    for version, names in NEW_NAMES.items():
        if version > sys.version_info[:2] and module in names:
            has = names[module].split()
            if name in has or (not name and not has):
                return version
    return None
