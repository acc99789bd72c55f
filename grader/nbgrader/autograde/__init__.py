"""Our part of ``nbgrader autograde``: notebooks are read, repaired and judged."""
