"""Names of newer Pythons, found in the tree of a text."""

import ast
import sys

import pytest

from grader.intake.new_names import NEW_NAMES, may_have_newer_names, newer_names

NAMES = [
    (version, module, name)
    for version, modules in NEW_NAMES.items()
    for module, listed in modules.items()
    for name in listed.split() or [""]
    if version > sys.version_info[:2]
]


@pytest.mark.parametrize(("version", "module", "name"), NAMES)
def test_a_quick_look_passes_over_no_newer_name(version, module, name):
    """Whatever the tree shows, the words of the text show too."""
    ways = (f"import {module}", f"from {module} import x as y")
    if name:
        ways = (f"from {module} import (\n    {name} as y,\n)", f"import {module} as m\nm.{name}()")

    for text in ways:
        assert [found[2] for found in newer_names(ast.parse(text))] == [version]
        assert may_have_newer_names(text)


def test_a_quick_look_is_enough_for_most_texts():
    """Without any such word, and in plain letters, there is no newer name."""
    assert not may_have_newer_names("import torch\n\n\ndef f(x):\n    return x.mean()\n")
    # Python reads these letters as "batched".
    assert may_have_newer_names("from itertools import \uff42atched\n")
