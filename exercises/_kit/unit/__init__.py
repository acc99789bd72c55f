"""
The exercises of this unit, the student's modules, and what the last test run said.

- manifest: reads unit.toml and knows the commands to suggest
- modules: reads the student's modules and puts stubs back
- status: the status of each exercise; remembers the last test run in ``.progress.json``
"""
