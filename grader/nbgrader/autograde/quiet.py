"""A filter for nbgrader's log: it drops lines that are the same for every student."""

import logging
import warnings

#: The folder with the visible tests, beside every notebook.
_KIT = "/kit/"
#: traitlets names the logger of a command after its class.
_COMMANDS = (
    *("AutogradeApp", "GenerateAssignmentApp", "GenerateFeedbackApp"),
    *("FormgradeApp", "ServerApp", "NotebookApp", "traitlets"),
)


def is_told(record: logging.LogRecord) -> bool:
    """Say whether a line is more than that one file of the kit was copied."""
    text = record.getMessage()
    return not (text.startswith("Copying ") and text.count(_KIT) == 2)


def leave_out_noise() -> None:
    """Leave out copies of the kit, and what nbgrader's own database code is warned about."""
    for name in _COMMANDS:
        logging.getLogger(name).addFilter(is_told)
    warnings.filterwarnings("ignore", "Object of type <Submitted", module="nbgrader")
