"""
The code behind the commands and the visible tests. There is nothing to solve in here.

- checking: what ``pytest exercises`` adds to pytest, from comparing an answer to the points
- commands: what ``python -m exercises`` does, one module a command
- unit: the exercises of this unit, your modules, and what the last test run said of them
- language, terminal: texts in your language, in lines that fit
"""
