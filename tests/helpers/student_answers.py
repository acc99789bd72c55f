"""A right and a wrong answer of a student."""

RIGHT = "positive = z >= 0"


WRONG = "positive = z < 0"
