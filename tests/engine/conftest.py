"""What the tests of the engine share."""

import shutil
from pathlib import Path

import pytest
from helpers.courses import TOY


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of the toy course whose hidden test of T1 uses a helper of a neighbour."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root)
    (root / "hidden" / "inputs.py").write_text(
        "import torch\n\n\ndef block():\n    return torch.arange(6.0).reshape(2, 3)\n\n\n"
        "def unused():\n    return 1\n"
    )
    hidden = root / "hidden" / "test_shapes_hidden.py"
    text = hidden.read_text().replace("torch.arange(6.0).reshape(2, 3)", "block()", 1)
    hidden.write_text(text.replace("import torch\n", "import torch\nfrom inputs import block\n", 1))
    return root
