"""The errors of the kit."""

import inspect
import pickle

import pytest

from grader import errors

ERRORS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_can_be_sent_to_another_process(kind):
    """It is raised in a judge and told at the terminal, with the same text and attributes."""
    names = [] if kind.__init__ is Exception.__init__ else [*inspect.signature(kind).parameters]
    raised = kind(*(names or ["What was found."]))

    found = pickle.loads(pickle.dumps(raised))

    assert (type(found), str(found), vars(found)) == (kind, str(raised), vars(raised))
