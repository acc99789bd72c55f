class Nested(Exception):
    def __str__(self):
        raise Nested

    __repr__ = __str__

    @property
    def __class__(self):
        raise Nested


def double(x):
    raise Nested
