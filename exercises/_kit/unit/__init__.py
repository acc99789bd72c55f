"""
The exercises of this unit, the student's modules, and what the last test run said.

- manifest: reads unit.toml and knows the commands to suggest
- modules: reads the student's modules and puts stubs back
- progress_file: what the last test run said, in ``.progress.json``
- status: the status of each exercise
"""
