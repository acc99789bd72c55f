"""The choice of statements: which of a notebook count, and what stands in for missing ones."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from grader.messages.message import Message, Name, Value, message, stranger

from .cells import cells_in_words
from .parser import ParsedText, Parser
from .statements import Completeness, Kind, Statement, find_statements, same_code

_MAIN = (Kind.IMPORT, Kind.DEFINITION)
_ASSIGNED = (Kind.CONSTANT, Kind.VALUE)
# Jupyter defines these before the first cell runs.
_JUPYTER = {
    "display": "def display(*_shown, **_options):\n    return None",
    "get_ipython": "def get_ipython():\n    return None",
}


def choose(
    statements: Sequence[Statement], given: bytes = b""
) -> tuple[list[Statement], list[Message]]:
    """
    Return the statements that count, and a note on every name with more than one definition.

    From cells that are not code, only what the module as *given* out names is taken, and what
    that needs: examples in the text are not answers. If *given* is empty, everything is taken.
    """
    asked = _names(given_statements(given))
    if given:
        statements = _without_examples(statements, asked)
    statements = _with_answers(_with_aliases(statements), asked)
    definitions: dict[str, list[int]] = defaultdict(list)
    for index, statement in enumerate(statements):
        if statement.kind is Kind.DEFINITION:
            for name in statement.names:
                definitions[name].append(index)
    users = _users_at_once(statements, definitions)
    notes: list[Message] = []
    dropped: set[int] = set()
    for name, indices in definitions.items():
        winner = _winner(statements, indices)
        losers = [index for index in indices if index != winner]
        dropped.update(
            at
            for at in losers
            if at > winner
            or not _may_be_needed(statements[at])
            or not _is_used_between(users[name], at, winner)
        )
        if name in asked or any(statements[index].is_definition for index in indices):
            notes += _on_rivals(name, statements[winner], [statements[at] for at in losers])
    from_code = _names(each for each in statements if each.is_code)
    for index, each in enumerate(statements):
        is_replaced = not definitions.keys().isdisjoint(each.names)
        is_repeated = not each.is_code and from_code.issuperset(each.names)
        if (each.kind in _ASSIGNED and is_replaced) or (
            each.kind is not Kind.DEFINITION and is_repeated
        ):
            dropped.add(index)
    kept = [each for index, each in enumerate(statements) if index not in dropped]
    return _with_needed_values(kept, asked, notes), notes


def _names(statements: Iterable[Statement]) -> set[str]:
    """Return every name that *statements* define."""
    return {name for each in statements for name in each.names}


def _used(statements: Iterable[Statement]) -> set[str]:
    """Return every global name that *statements* use."""
    return {name for each in statements for name in each.used}


def _winner(statements: Sequence[Statement], indices: Sequence[int]) -> int:
    """Return which of several definitions of a name counts."""

    def worth(index: int) -> tuple[bool, bool, Completeness, int]:
        each = statements[index]
        is_written = each.completeness > Completeness.STUB
        return is_written, each.is_code, each.completeness, index

    return max(indices, key=worth)


def _users_at_once(statements: Sequence[Statement], names: Collection[str]) -> dict[str, list[int]]:
    """Return for each of *names* the statements that use it at once, in their order."""
    users: dict[str, list[int]] = {name: [] for name in names}
    for index, statement in enumerate(statements):
        for name in statement.used_at_once:
            if name in users:
                users[name].append(index)
    return users


def _may_be_needed(loser: Statement) -> bool:
    """Tell whether a definition that does not count may be one that others build on."""
    return loser.is_code and loser.completeness is not Completeness.STUB


def _is_used_between(users: Sequence[int], index: int, winner: int) -> bool:
    """Tell whether one of *users* comes after the statement at *index*, up to the winner."""
    at = bisect_right(users, index)
    return at < len(users) and users[at] <= winner


def _on_rivals(name: str, winner: Statement, losers: Sequence[Statement]) -> list[Message]:
    """Return the note on a name with several definitions; none where there is no doubt."""
    if not losers:
        note = message(
            "{name} was taken from cell {cell}, which is not a code cell.",
            name=name,
            cell=winner.cell,
        )
        return [] if winner.is_code else [note]
    others = [loser for loser in losers if loser.is_code or not winner.is_code]
    if winner.is_code and not others:
        return []
    if winner.is_code and all(same_code(loser.node, winner.node) for loser in others):
        times = len(others) + 1
        return [
            message("{name} is defined {times} times, each time the same.", name=name, times=times)
        ]
    where = cells_in_words([loser.cell for loser in losers])
    return [
        message(
            "{name} is also defined in {where}; the definition in cell {cell} counts, "
            "the last complete one.",
            name=name,
            where=where,
            cell=winner.cell,
        )
    ]


def _with_aliases(statements: Sequence[Statement]) -> list[Statement]:
    """
    Return *statements* with each alias made a definition or a constant.

    ``sigmoid = torch.sigmoid`` is an answer; ``y = x``, where *x* was computed, is a trial.
    """
    firm = _names(each for each in statements if each.kind in _MAIN)
    loose = _names(each for each in statements if each.kind in _ASSIGNED) - firm
    told_apart = []
    for each in statements:
        if each.kind is Kind.ALIAS:
            is_loose = bool(each.used_at_once & loose)
            each = replace(each, kind=Kind.CONSTANT if is_loose else Kind.DEFINITION)
            loose.update(name for name in each.names if is_loose and name not in firm)
        told_apart.append(each)
    return told_apart


def _with_answers(statements: Sequence[Statement], asked: set[str]) -> list[Statement]:
    """
    Return *statements* with each computed value that is an answer made a definition.

    ``sigmoid = torch.jit.script(f)`` is one where nothing else is written for `sigmoid`.
    """
    unanswered = asked - _names(
        each
        for each in statements
        if each.kind is Kind.DEFINITION and each.completeness > Completeness.STUB
    )

    def is_answer(each: Statement) -> bool:
        is_single = each.kind is Kind.VALUE and len(each.names) == 1
        return is_single and unanswered.issuperset(each.names)

    return [replace(e, kind=Kind.DEFINITION) if is_answer(e) else e for e in statements]


def _with_needed_values(
    statements: list[Statement], asked: set[str], notes: list[Message]
) -> list[Statement]:
    """
    Return *statements* without values that only trials use: those computed, or using one.

    A function of a worked example is a trial too. Where it is known what is *asked* for, the
    values it uses are left out unless an answer needs it, or making it has an effect.
    """
    firm = [each for each in statements if each.kind in _MAIN]
    assigned = [each for each in statements if each.kind in _ASSIGNED]
    roots = [
        each
        for each in firm
        if not asked or each.may_fail or not each.names or not asked.isdisjoint(each.names)
    ]
    wanted = reached(_used(roots), (*firm, *assigned))
    needed = [each for each in assigned if not wanted.isdisjoint(each.names)]
    notes += [
        message(
            "{names} in cell {cell} is computed; it was taken because a definition uses it.",
            names=_joined(each.names),
            cell=each.cell,
        )
        for each in needed
        if each.kind is Kind.VALUE
    ]
    harmless = [e for e in assigned if e.kind is Kind.CONSTANT and not e.used_at_once]
    taken = {id(each) for each in (*firm, *needed, *harmless)}
    return [each for each in statements if id(each) in taken]


def _joined(names: Sequence[str]) -> Value | Message:
    """Return the *names* that one statement assigns, as they stand in a note."""
    if len(names) < 2:
        return stranger("".join(names))
    first = stranger(" and ".join(names[:-1]))
    return message("{first} and {last}", first=first, last=names[-1])


def reached(names: Iterable[str], statements: Iterable[Statement]) -> set[str]:
    """Return *names*, what the *statements* that define them use, and so on."""
    makers: dict[str, list[Statement]] = defaultdict(list)
    for each in statements:
        for name in each.names:
            makers[name].append(each)
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            for each in makers.pop(name, ()):
                waiting += each.used
    return reached


def _without_examples(statements: Sequence[Statement], asked: set[str]) -> list[Statement]:
    """Return *statements* without those of the text that neither code nor an answer needs."""
    is_kept = [each.is_code or not asked.isdisjoint(each.names) for each in statements]
    makers: dict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(statements):
        for name in each.names:
            makers[name].append(index)
    new = [each for each, kept in zip(statements, is_kept, strict=True) if kept]
    defined: set[str] = set()
    while new:
        defined |= _names(new)
        needed = {at for name in _used(new) - defined for at in makers.get(name, ())}
        new = [statements[at] for at in needed]
        for at in needed:
            is_kept[at] = True
    return [each for each, kept in zip(statements, is_kept, strict=True) if kept]


def complete(
    statements: Sequence[Statement], given: bytes
) -> tuple[list[Statement], list[Message]]:
    """Add what is used and defined nowhere: from the module as given out, and from Jupyter."""
    spare = [
        each
        for each in given_statements(given)
        if each.completeness > Completeness.STUB and each.kind is not Kind.VALUE
    ]
    statements, notes = list(statements), list[Message]()
    while True:
        missing = _used(statements) - _names(statements)
        more = next((each for each in spare if missing.intersection(each.names)), None)
        if more is None:
            break
        spare.remove(more)
        statements.insert(0, more)
        names = ", ".join(sorted(missing.intersection(more.names)))
        notes.append(
            message(
                "{names} was taken from the module as handed out; its cell is gone.",
                names=names,
            )
        )
    for name in sorted(missing & set(_JUPYTER)):
        statements.insert(0, Statement(0, True, Kind.DEFINITION, _JUPYTER[name], (name,)))
        notes.append(message("{name} is Jupyter's own and does nothing here.", name=Name(name)))
    return statements, notes


# A class hands in hundreds of notebooks for each module.
@lru_cache(maxsize=64)
def given_statements(given: bytes) -> tuple[Statement, ...]:
    """Return the statements of a module as it was handed out."""
    text = given.decode("utf-8", "replace")
    tree = Parser().parse(text)
    return tuple(find_statements(ParsedText(0, True, text, tree))) if tree else ()
