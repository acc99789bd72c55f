"""
The part of the grader that the box can see: policy, lock-down, wire format and drivers.

Nothing here imports the rest of the grader, and nothing here is secret: a submission can
read and change every line of it. No verdict is made here.
"""
