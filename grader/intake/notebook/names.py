"""Which global names a statement needs, at once or when its functions are called."""

import builtins
import symtable

_AT_ONCE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
_KNOWN = frozenset(dir(builtins)) | {"__name__", "__file__", "__class__"}


def names_of(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the global names used at once, those used by functions, and those bound."""
    now: set[str] = set()
    later: set[str] = set()
    bound: set[str] = set()

    def visit(inner: symtable.SymbolTable, in_function: bool) -> None:
        is_top = inner.get_type() == "module"
        in_function = in_function or (
            inner.get_type() == "function" and inner.get_name() not in _AT_ONCE
        )
        for symbol in inner.get_symbols():
            name = symbol.get_name()
            if is_top and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(name)
            if symbol.is_referenced() and (is_top or symbol.is_global()):
                (later if in_function else now).add(name)
        for child in inner.get_children():
            visit(child, in_function)

    visit(symtable.symtable(text, "cell", "exec"), False)
    return frozenset(now - _KNOWN), frozenset(later - _KNOWN), frozenset(bound)
