"""The files that GitHub reads: the workflow of the gate and the forms for reports."""

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.courses import REPOSITORY

GITHUB = REPOSITORY / ".github"
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


def check(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment."""
    path = Path(sys.executable).with_name(program)
    return subprocess.run([path, *arguments], capture_output=True, text=True, check=False)


def test_the_workflow_is_one_that_github_runs():
    """Its keys and values are those of GitHub's schema."""
    found = check(
        "check-jsonschema", "--builtin-schema", "vendor.github-workflows",
        *GITHUB.glob("workflows/*.yml"),
    )  # fmt: skip

    assert found.returncode == 0, found.stdout


def test_the_workflow_gives_nothing_away():
    """No token that is not needed, no text of a pull request in a shell command."""
    found = check("zizmor", "--offline", "--config", GITHUB / "zizmor.yml", GITHUB / "workflows")

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_the_forms_are_ones_that_github_shows(form):
    """Each field has a label and a kind that GitHub knows."""
    found = check("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", form)

    assert found.returncode == 0, found.stdout


def test_the_workflow_runs_the_gate_and_every_promised_python():
    """The classifiers of the package and the matrix name the same versions of Python."""
    workflow = (GITHUB / "workflows" / "ci.yml").read_text()
    package = (REPOSITORY / "pyproject.toml").read_text()
    promised = [f"3.{minor}" for minor in range(11, 20) if f"Python :: 3.{minor}" in package]

    assert promised == ["3.11", "3.12", "3.13", "3.14"]
    assert all(f'"{version}"' in workflow for version in promised)
    assert "bash .ci/run" in workflow
