"""What can be asked of a submission: calls, facts about figures, a run of visible tests."""
