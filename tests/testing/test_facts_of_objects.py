"""What Python tells of every object and every class is that of the submission's, seen outside."""

import copy
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from grader.box.zygote import Zygote
from grader.errors import CourseError
from grader.judging.submission.session import SubmissionSession
from grader.testing import Student

CODE = textwrap.dedent(
    '''
    from abc import ABC, abstractmethod

    class Point:
        """A point."""
        kind: int = 3
        def __init__(self, x, y=2):
            """Set both."""
            self.x, self.y = x, [y]
        def area(self, z: int = 1) -> int:
            return self.x * z
        @property
        def place(self): return self.x
        @staticmethod
        def origin(): return 0

    class Child(Point):
        def __init__(self, x):
            super().__init__(x)

    class Bare: pass

    class Equal:
        def __eq__(self, other): return True

    class Slots:
        __slots__ = ("a",)

    class Base(ABC):
        @abstractmethod
        def go(self): ...

    class TooLarge(ValueError):
        """It is too large."""
        def __init__(self, size):
            super().__init__(size)
            self.size = size

    def double(a, b=1):
        return 2 * a

    def count():
        yield 1
    '''
)
FACTS = """
Point.__init__.__doc__
Point.__init__ is object.__init__, Bare.__init__ is object.__init__
Child.__init__ is Point.__init__, Point(1).__init__.__name__, Point.__init__.__defaults__
str(inspect.signature(Point.__init__))
Point.__doc__, Bare.__doc__, Point(1).__doc__, TooLarge.__doc__, TooLarge(1).__doc__
inspect.getdoc(Point), inspect.getdoc(Bare)
Point(1).__dict__, vars(Point(1)), vars(TooLarge(1)), double.__dict__
'area' in vars(Point), '__init__' in Point.__dict__, '__init__' in vars(Bare), 'x' in vars(Point)
hasattr(Slots(), '__dict__'), hasattr(Point(1), '__dict__')
Point.__annotations__, Point(1).__annotations__, Point.area.__annotations__
[each.__name__ for each in Child.__mro__], Child.__bases__ == (Point,), Point.__bases__
Point.__eq__ is object.__eq__, Equal.__eq__ is object.__eq__, Point.__dir__ is object.__dir__
inspect.isabstract(Base), inspect.isabstract(Point)
inspect.isfunction(double), inspect.isfunction(Point.area), inspect.ismethod(Point(1).area)
inspect.isgenerator(count()), inspect.isfunction(Point), inspect.isfunction(Point(1))
isinstance(Point.place, property), isinstance(vars(Point)['origin'], staticmethod)
[name for name, _ in inspect.getmembers(Point, inspect.isfunction)]
""".strip().splitlines()


@pytest.fixture
def student(zygote: Zygote) -> Iterator[Student]:
    """A submission of one module, ``work``."""
    session = SubmissionSession({"work.py": CODE.encode()}, zygote.spawn)
    yield Student(session.ask, session.exchange)
    session.close()


class Names(dict[str, Any]):
    """Names for an expression, those of the submission among them."""

    def __init__(self, student: Student) -> None:
        super().__init__(inspect=inspect)
        self._student = student

    def __missing__(self, name: str) -> Any:
        if name[:1].islower() and name not in ("double", "count"):
            raise KeyError(name)
        return getattr(self._student.work, name)


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_is_that_of_the_submission(student, fact):
    """Documentation, attributes, bases and kinds are as in the process of the submission."""
    here: dict[str, Any] = {"inspect": inspect}
    exec(CODE, here)

    assert eval(fact, {}, Names(student)) == eval(fact, here)


def test_an_attribute_of_every_object_can_be_set(student):
    """What the test sets is set in the box."""
    point = student.work.Point(1)
    point.__dict__ = {"x": 5}
    student.work.Point.__doc__ = "Another."

    assert point.area() == 5
    assert student.work.Point(2).__doc__ == "Another."


def test_an_initialiser_can_be_called_again(student):
    """By its object, and by the class of it."""
    point = student.work.Point(1)

    point.__init__(7)
    assert point.area() == 7
    student.work.Point.__init__(point, 8)
    assert point.area() == 8


def test_a_copy_is_made_inside(student):
    """A shallow one shares what it holds, a deep one does not."""
    point = student.work.Point(1)
    shallow, deep = copy.copy(point), copy.deepcopy([point])[0]
    point.x = 3
    point.y.append(4)

    assert (shallow.x, shallow.y, deep.x, deep.y) == (1, [2, 4], 1, [2])
    assert type(deep) is type(point)


def test_an_object_that_never_was_in_the_box_is_refused(student):
    """Only the submission makes objects of its classes."""
    made = student.work.Point.__new__(student.work.Point)

    with pytest.raises(CourseError, match=r"An object of one submission was given to another"):
        made.area()
