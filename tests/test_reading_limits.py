"""What strangers wrote is parsed in reader processes alone, held by reading every file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from test_imports import GRADER, imports_of, module_of, package_of, python_files

#: What parses: it takes time and memory that whoever wrote the text decides.
PARSERS = {
    *("ast.parse", "ast.literal_eval", "compile", "eval", "exec", "symtable.symtable"),
    *("tokenize.generate_tokens", "tokenize.tokenize", "json.loads", "json.load"),
    *("msgspec.json.decode", "nbformat.reads", "nbformat.read", "zipfile.ZipFile", "tarfile.open"),
    *("csv.reader", "csv.DictReader", "tomllib.loads", "tomllib.load", "pickle.loads"),
    *("pickle.load", "marshal.loads", "plistlib.loads", "configparser.ConfigParser"),
}
#: Where the grader begins to run: commands, what nbgrader and pytest load, the processes of judges.
ENTRANCES = (
    *(
        "grader.cli",
        "grader.nbgrader.autograde.exporter",
        "grader.nbgrader.autograde.preprocessors",
    ),
    *("grader.nbgrader.autograde.repair", "grader.judging.plugin", "grader.judging.session"),
    *("grader.engine.worker", "grader.engine.cluster_worker"),
)
#: What reads a teacher's own files alone, with the same parser: its calls are not followed.
OF_TEACHERS = "grader.importing"
#: It runs in the box; what the trusted side uses of it takes frames of bounded size.
IN_THE_BOX = "box.inside."
#: What parses outside of a reader, and whose text that is.
COURSE = "a file of the course"
OWN = "a file or a text that the grader wrote"
TABLE = "a table from a platform or a teacher"
WIRE = "a frame of bounded size, from a reader or from the box"
PACKED = "it writes"
TRUSTED = {
    "box.child:Child": WIRE,
    "course.checks:_value": COURSE,
    "course.manifest:_read_toml": COURSE,
    "check.leftovers:_tables": COURSE,
    "course.solution_markers:_markers": COURSE,
    "course.source:parse": COURSE,
    "course.stubs:_packed": COURSE,
    "diagnosis.arguments:parameters_in": COURSE,
    "diagnosis.tables:_find": COURSE,
    "engine.dependencies:_read": COURSE,
    "engine.regrade:Regrade": OWN,
    "engine.snapshot:Snapshot": OWN,
    "engine.snapshot:_Solutions": COURSE,
    "files:zip_bytes": PACKED,
    "intake.readers.frames:unpacked": WIRE,
    "judging.asserts:_Loader": COURSE,
    "judging.submission.imports:SubmissionImports": COURSE,
    "judging.submission.imports:_Loader": COURSE,
    "lms.class_list:read_class_list": TABLE,
    "lms.collect:_FileTable": OWN,
    "lms.csv_bytes:parse_table": TABLE,
    "lms.download:_packed_folder": PACKED,
    "lms.feedback_zip:write_feedback_zip": PACKED,
    "nbgrader.edit_stamp:is_untouched": OWN,
    "nbgrader.gradebook.assignment:read_notebook_file": COURSE,
    "nbgrader.release.source_assignment:_read": COURSE,
    "release.translation:documented": COURSE,
    "release.worked_answers:_comments": COURSE,
    "release.worked_answers:worked_answers": COURSE,
    "report.class_page:read_costs": OWN,
    "results.code:_read": OWN,
    "results.figures:read_figures": OWN,
    "results.store:_decoded": OWN,
    "results.store:_of_another_version": OWN,
    "terms.course_terms:read_terms": COURSE,
    "terms.hand_ins:read_hand_ins": OWN,
    "terms.hand_tables:read_hand_table": TABLE,
    "testing.contracts.cases:Case": OWN,
    "testing.contracts.cases:_case": OWN,
    "testing.contracts.kinds:make_argument": OWN,
    "testing.transcript:_frames": WIRE,
}


class Source:
    """A module of the grader: what it defines, and what the names in it stand for."""

    def __init__(self, path: Path) -> None:
        self.name = module_of(path)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        self.parts: dict[str, list[ast.AST]] = {"": []}
        for node in tree.body:
            part = node.name if isinstance(node, defined) else ""
            self.parts.setdefault(part, []).append(node)
        self.aliases: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.asname or alias.name.partition(".")[0]
                    self.aliases[top] = alias.name if alias.asname else top
        for _, name in imports_of(path, package=package_of(path)):
            self.aliases.setdefault(name.rpartition(".")[2], name)
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                base = self._base(node, path)
                self.aliases |= {a.asname: f"{base}.{a.name}" for a in node.names if a.asname}

    @staticmethod
    def _base(node: ast.ImportFrom, path: Path) -> str:
        parents = package_of(path).split(".")
        above = parents[: len(parents) - node.level + 1] if node.level else []
        return ".".join([*above, *filter(None, [node.module])])


@cache
def sources() -> dict[str, Source]:
    return {found.name: found for found in map(Source, python_files(GRADER))}


def names_in(node: ast.AST) -> Iterator[str]:
    """Yield every dotted name in *node*, but for what a `Job` is given to do in a reader."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Job":
        for part in (*node.args[1:], *node.keywords):
            yield from names_in(part)
        return
    inner, dotted = node, []
    while isinstance(inner, ast.Attribute):
        dotted.append(inner.attr)
        inner = inner.value
    if isinstance(inner, ast.Name):
        yield ".".join([inner.id, *reversed(dotted)])
        return
    for child in ast.iter_child_nodes(node):
        yield from names_in(child)


def stands_for(source: Source, name: str) -> str:
    """Return the full name of what *name* stands for in *source*."""
    first, _, rest = name.partition(".")
    if first in source.parts:
        return f"{source.name}.{first}"
    whole = source.aliases.get(first, first) + (f".{rest}" if rest else "")
    # A package repeats names of its modules.
    while whole.startswith("grader."):
        module, _, part = whole.rpartition(".")
        if module not in sources() or part in sources()[module].parts:
            break
        other = sources()[module].aliases.get(part)
        if other is None or other == whole:
            break
        whole = other
    return whole


def reached() -> dict[str, set[str]]:
    """Return the parts of the grader that run outside of readers, with the parsers they use."""
    found: dict[str, set[str]] = {}
    waiting = [
        (module, part)
        for module, source in sources().items()
        if module.startswith(ENTRANCES)
        for part in source.parts
    ]
    while waiting:
        module, part = waiting.pop()
        key = f"{module}:{part}"
        if key in found or part not in sources()[module].parts or module.startswith(OF_TEACHERS):
            continue
        found[key] = set()
        source = sources()[module]
        for node in source.parts[part]:
            for name in names_in(node):
                whole = stands_for(source, name)
                if whole in PARSERS:
                    found[key].add(whole)
                while whole.startswith("grader.") and whole not in sources():
                    owner, _, inner = whole.rpartition(".")
                    if owner in sources():
                        waiting += [(owner, inner), (owner, "")]
                        break
                    whole = owner
    return found


def test_strangers_texts_are_parsed_in_readers_alone():
    """Everything else that parses reads a text of the course, of the grader or of a platform."""
    parsing = {key.removeprefix("grader."): names for key, names in reached().items() if names}
    parsing = {key: names for key, names in parsing.items() if not key.startswith(IN_THE_BOX)}

    assert parsing.keys() - TRUSTED.keys() == set()
    assert TRUSTED.keys() - parsing.keys() == set()
