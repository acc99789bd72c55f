"""
History does not matter: whatever happened before, a run leaves what a first run would leave.

    HISTORY_SEQUENCES=10000 TMPDIR=/dev/shm nice pytest tests/engine/test_history.py

runs more sequences than the few of every day.
"""

import os

from helpers.history import History
from hypothesis import HealthCheck, settings

SEQUENCES = int(os.environ.get("HISTORY_SEQUENCES", "40"))

History.TestCase.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
    report_multiple_bugs=False,
)
TestHistory = History.TestCase
