"""Patterns for strangers' texts take time in proportion to the text, whatever it repeats."""

import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import grader

#: Where texts of any length are looked through.
ROOMS = (
    *("grader.intake.", "grader.report.fingerprints", "grader.engine.file_reads"),
    *("grader.lms.gradescope_metadata", "grader.nbgrader.autograde.notebook_reader"),
)
#: Patterns for names, which are short, and for what the system writes.
SHORT = {
    "grader.intake.submissions._ZIP", "grader.intake.submissions._STRAY",
    "grader.intake.layout._GIVEN", "grader.intake.submission._RESERVED_ON_WINDOWS",
    "grader.intake.readers.process._HWM",
}  # fmt: skip
SMALL, LARGE = 300, 30_000
#: A linear pattern takes 1 ms for so much, a quadratic one seconds.
MOST_S = 0.2
ENDS = ("", "!", "\n!", "x = ")


def patterns() -> Iterator[tuple[str, re.Pattern, list[str]]]:
    """Yield each pattern of a module, its name, and the methods that are called."""
    for found in pkgutil.walk_packages(grader.__path__, "grader."):
        if not found.name.startswith(ROOMS):
            continue
        module = importlib.import_module(found.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and re.search(rf"^{name}\b", source, re.MULTILINE):
                calls = set(re.findall(rf"\b{name}\.(\w+)\(", source))
                ways = [way for way in ("match", "fullmatch", "search") if way in calls]
                if calls - set(ways) or not ways:
                    ways.append("search")
                yield f"{found.name}.{name}", value, ways


FOUND = [each for each in patterns() if each[0] not in SHORT]


def seconds(pattern: re.Pattern, way: str, text: str) -> float:
    given = text if isinstance(pattern.pattern, str) else text.encode("latin-1")
    started = time.process_time()
    getattr(pattern, way)(given)
    return time.process_time() - started


def texts(pattern: re.Pattern, size: int) -> dict[tuple[str, str, str], str]:
    """Return texts that repeat what stands in the pattern, by what they are made of."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode()
    signs = {*re.sub(r"\\[a-zA-Z]|\(\?P<\w+>|[()\[\]{}?*+|^$\\]", "", written), *" \t\na1_.#"}
    repeated = [*signs, *(one + other for one in signs for other in " a.\n" if one != other)]
    return {
        (head, each, tail): head + each * (size // len(each)) + tail
        for each in repeated
        for head in ("", "a")
        for tail in ENDS
    }


@pytest.mark.parametrize(("name", "pattern", "ways"), FOUND, ids=[each[0] for each in FOUND])
def test_no_pattern_goes_back_over_a_text(name, pattern, ways):
    """No part gives back what another could take: two unbounded parts would try all cuts."""
    for way in ways:
        small = {made: seconds(pattern, way, text) for made, text in texts(pattern, SMALL).items()}
        worst = sorted(small, key=small.__getitem__)[-12:]
        large = texts(pattern, LARGE)

        assert {
            made: spent for made in worst if (spent := seconds(pattern, way, large[made])) > MOST_S
        } == {}


def test_the_patterns_of_the_readers_are_found():
    """And a quadratic one is told from a linear one."""
    assert len(FOUND) > 15
    quadratic = re.compile(r"\w+\w+=")
    assert seconds(quadratic, "match", "a" * LARGE) > MOST_S
