"""
Mutants: solutions with one small change each, which the hidden checks should catch.

A change is one of an operator, a comparison, a number, a condition, an argument or a statement,
within the answer that students write. A few mutants answer as the solution does; whoever wrote the
course tells these from holes in the checks.
"""

import ast
import copy
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from grader.course.manifest import Course, Exercise
from grader.course.solution_markers import find_answers
from grader.course.source import parse, read_text, with_answer
from grader.engine.local import Pool
from grader.engine.worker import Task
from grader.results.outcomes import Outcome

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
#: How much of a change stands in the name of a mutant.
_SHOWN = 40


@dataclass(frozen=True)
class Mutant:
    """
    A solution with one change.

    Attributes:
        exercise: The exercise whose answer is changed.
        what: The change in words, with the line of the solution.
        code: The changed definition, as an entry of the corpus holds it.
    """

    exercise: Exercise
    what: str
    code: str

    @property
    def entry(self) -> str:
        """The mutant as an entry for the corpus, whose check is still to be named."""
        return f"# %% {self.what}\n# caught by: name_the_check\n{self.code}\n"


def make_mutants(course: Course, exercise: Exercise) -> Iterator[Mutant]:
    """Yield every mutant of the answer to *exercise*, in the order of its lines."""
    path = course.solutions / f"{exercise.module}.py"
    where = f"solutions/{path.name}"
    source = read_text(path, where)
    lines = {
        line
        for answer in find_answers(source, where)
        for line in range(answer.begin, answer.end + 1)
    }
    codes, names = set(), Counter[str]()
    for definition in parse(source, where).body:
        if isinstance(definition, ast.FunctionDef | ast.ClassDef) and (
            definition.name in exercise.names
        ):
            _drop_docstrings(definition)
            codes.add(_text(definition))
            for what, code in _changed(definition, lines):
                if code not in codes:
                    codes.add(code)
                    names[what] += 1
                    again = f" ({names[what]})" if names[what] > 1 else ""
                    yield Mutant(exercise, what + again, code)


def judge_mutants(
    course: Course, mutants: Sequence[Mutant], pool: Pool
) -> Iterator[tuple[Mutant, bool]]:
    """Yield every mutant with whether a check caught it, as they are judged."""
    solutions = {path.name: path.read_bytes() for path in course.solutions.glob("*.py")}
    tasks = []
    for number, mutant in enumerate(mutants):
        name = f"{mutant.exercise.module}.py"
        files = {**solutions, name: with_answer(solutions[name], f"{mutant.code}\n")}
        tasks.append(Task(number, mutant.what, files, (mutant.exercise.id,)))
    for judged in pool.judge(tasks):
        # What could not be judged was not caught.
        spared = (Outcome.PASSED, Outcome.NOT_JUDGED)
        caught = any(verdict.outcome not in spared for verdict in judged.verdicts)
        yield mutants[judged.number], caught


def _changed(definition: ast.stmt, lines: Collection[int]) -> Iterator[tuple[str, str]]:
    """Yield each change of a definition within *lines*: what it is, and the changed text."""
    # The words of an error are not part of any task.
    words = {
        id(inner)
        for raising in ast.walk(definition)
        if isinstance(raising, ast.Raise)
        for inner in ast.walk(raising)
        if inner is not raising
    }
    spots = [
        (parent, field, index, node)
        for parent in ast.walk(definition)
        for field, value in ast.iter_fields(parent)
        for index, node in (enumerate(value) if isinstance(value, list) else [(None, value)])
        if isinstance(node, ast.expr | ast.stmt) and node.lineno in lines and id(node) not in words
    ]
    for parent, field, index, node in sorted(spots, key=lambda each: each[3].lineno):
        for other in _others(node):
            before, after = _shown(node), _shown(other)
            _put(parent, field, index, other)
            yield f"line {node.lineno}: {before} became {after}", _text(definition)
        _put(parent, field, index, node)


def _drop_docstrings(definition: ast.stmt) -> None:
    """An entry of the corpus is read beside the task, which need not stand there again."""
    for node in ast.walk(definition):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def _others(node: ast.expr | ast.stmt) -> Iterator[ast.AST]:
    """Yield what may stand in the place of *node* instead."""
    match node:
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _OPERATORS:
            yield _with(node, op=_OPERATORS[type(node.op)]())
        case ast.Compare(ops=[op]):
            yield _with(node, ops=[_COMPARISONS[type(op)]()])
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as number):
            yield ast.Constant(number + 1)
        case ast.Constant(value=str(text)) if text:
            yield ast.Constant("")
        case ast.Call():
            yield from _other_calls(node)
        case ast.If() | ast.IfExp() | ast.While():
            yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
    if isinstance(node, ast.Raise | ast.Expr | ast.AugAssign):
        yield ast.Pass()


def _other_calls(call: ast.Call) -> Iterator[ast.AST]:
    for number in range(len(call.keywords)):
        yield _with(call, keywords=[*call.keywords[:number], *call.keywords[number + 1 :]])
    if len(call.args) > 1:
        yield _with(call, args=[call.args[1], call.args[0], *call.args[2:]])
    if isinstance(call.func, ast.Attribute) and not call.args and not call.keywords:
        yield call.func.value


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """Return a copy of *node* with other *fields*."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _text(definition: ast.stmt) -> str:
    return ast.unparse(ast.fix_missing_locations(definition))


def _shown(node: ast.AST) -> str:
    """Return the first line of *node*, short enough for a name."""
    line = ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split("\n")[0]
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
