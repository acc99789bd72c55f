"""Objects of a submission behave outside the box as they do inside."""

import collections
import datetime
import decimal
import enum
import fractions
import functools
import inspect
import io
import math
import pathlib
import random
import sys
from contextlib import closing
from unittest import mock

import numpy
import pytest
import torch

from grader.errors import CourseError
from grader.judging.submission.session import SubmissionSession
from grader.results.outcomes import Outcome
from grader.testing import CheckFailed, Student, assert_matches
from grader.testing.objects.handles import source_of

# ---- Values ----

Point = collections.namedtuple("Point", "x y")
VALUES = [
    *(None, True, False, 0, -1, 2**63, -(2**200), 1.5, -0.0, math.inf, 1 + 2j, "", "é\ud800\n"),
    *(
        b"",
        b"\x00\xff",
        bytearray(b"ab"),
        [],
        [1, [2, [3]]],
        (),
        (1, (2,)),
        {},
        {1: "a", (1, 2): 3},
    ),
    *({None: 1, 1.5: 2, b"x": 3, frozenset({1}): 4}, set(), {1, "a"}, frozenset({(1, 2)})),
    *(
        range(3),
        range(10, 0, -3),
        slice(1, None, 2),
        decimal.Decimal("1.10"),
        decimal.Decimal("NaN"),
    ),
    *(fractions.Fraction(-3, 7), datetime.date(2024, 2, 29), datetime.time(1, 2, 3, 4, fold=1)),
    datetime.datetime(
        2024, 1, 2, 3, 4, 5, 6, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
    ),
    *(datetime.timedelta(-1, 2, 3), pathlib.Path("a/b"), collections.OrderedDict(b=1, a=2)),
    *(collections.defaultdict(list, {"a": [1]}), collections.Counter("aab")),
    *(collections.deque([1, 2], maxlen=3), [0.1] * 40, Ellipsis, int, ValueError, torch.float32),
    *(numpy.float32(1.5), numpy.int8(-3), numpy.bool_(True), numpy.arange(6).reshape(2, 3)),
    *(numpy.array(["a", "bcd"]), numpy.array([1 + 2j]), numpy.zeros((2, 0)), torch.Size([1, 2])),
    *(numpy.dtype("float32"), numpy.dtype("<U3"), numpy.dtype("M8[D]"), numpy.dtype(bool)),
    *(numpy.datetime64("2024-01-01"), numpy.asfortranarray(numpy.eye(2, 3)), numpy.array(3)),
]


def same(one: object, other: object) -> bool:
    """Say whether two values are equal in type and all."""
    if type(one) is not type(other):
        return False
    if isinstance(one, numpy.ndarray | numpy.generic):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.tobytes() == other.tobytes()
        )
    if isinstance(one, list | tuple | collections.deque):
        limits = getattr(one, "maxlen", 0) == getattr(other, "maxlen", 0)
        return limits and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        factory = getattr(one, "default_factory", 0) == getattr(other, "default_factory", 0)
        return factory and same(list(one.items()), list(other.items()))
    return repr(one) == repr(other)


def name_of(value: object) -> str:
    """Return a name that is the same in every process: sets have no order."""
    return f"{type(value).__name__} of {len(value)}" if isinstance(value, set) else repr(value)


@pytest.mark.parametrize("value", VALUES, ids=name_of)
def test_a_value_comes_back_as_itself(submission, value):
    """Into the box and out again, exactly: type, order, sign of zero, dtype and layout."""
    student = submission("def twice(x): return (x, x)\ndef kind(x): return type(x).__name__")

    one, other = student.work.twice(value)

    assert same(one, value)
    assert same(other, value)
    assert student.work.kind(value) == type(value).__name__


def test_a_value_of_a_subclass_crosses_as_the_plain_value(submission):
    """What a subclass overrides counts for nothing: it is read by the methods of its base."""
    student = submission(
        """
        import collections, enum
        class Liar:
            def __eq__(self, other): return True
            def __hash__(self): return 1
            def __len__(self): return 99
            def __iter__(self): return iter(())
        class Int(Liar, int): pass
        class Text(Liar, str): pass
        class List(Liar, list): pass
        class Dict(Liar, dict):
            def items(self): return [("x", 1)]
        class Level(enum.IntEnum):
            LOW = 1
        Point = collections.namedtuple("Point", "x y")
        found = [Int(3), Text("a"), List([1, 2]), Dict(a=1), Level.LOW, Point(1, 2)]
        """
    )

    found = student.work.found

    assert found == [3, "a", [1, 2], {"a": 1}, 1, (1, 2)]
    assert [type(each) for each in found[:5]] == [int, str, list, dict, int]
    assert found[5].x == 1


CONTAINERS_OF_ITS_OWN = """
import collections

class Stack(list):
    push = list.append
    def peek(self): return self[-1]
    def __iter__(self): return reversed(list(super().__iter__()))
    def pushed(self, item):
        self.push(item)
        return self

class Line(collections.deque):
    def push(self, item): self.appendleft(item)

class Shelf(dict):
    def put(self, name, book): self[name] = book

class Bag(set):
    def put(self, item): self.add(item)

class Vector(tuple):
    def __new__(cls, *parts): return super().__new__(cls, parts)
    def __add__(self, other): return Vector(*(a + b for a, b in zip(self, other)))
    def __rmul__(self, factor): return self.scaled(factor)
    def scaled(self, factor): return Vector(*(factor * a for a in self))
    def total(self): return sum(self)
    @property
    def half(self): return self.scaled(0.5)

class Strict(tuple):
    def __eq__(self, other): return isinstance(other, Strict) and super().__eq__(other)
    __hash__ = tuple.__hash__
    def total(self): return sum(self)

class Sum(tuple):
    def __add__(self, other): return sum(self) + sum(other)

class Point(collections.namedtuple("Point", "x y")):
    def moved(self, by): return self._replace(x=self.x + by)
Pair = collections.namedtuple("Pair", "x y")

class Tags(frozenset):
    def shout(self): return {tag.upper() for tag in self}

def both(one, other): return [one, other]

class Plain(list): pass
class Liar(list):
    def push(self, item): self.append(item)
    def __eq__(self, other): return True
    def __len__(self): return 99

def answer(): return Stack([1, 2])
"""


def test_what_a_class_makes_of_a_list_is_an_object_of_that_class(submission):
    """Its own methods work, and it is a list by its base: what it holds counts for equality."""
    work = submission(CONTAINERS_OF_ITS_OWN).work

    stack = work.Stack([1])
    stack.push(2)
    again = stack.pushed(3)

    assert (stack.peek(), len(stack), stack[0], list(stack)) == (3, 3, 1, [3, 2, 1])
    assert again is stack
    assert isinstance(stack, work.Stack)
    assert isinstance(stack, list)
    assert stack == [1, 2, 3]
    assert stack != [3, 2, 1]
    assert stack == work.Stack([1, 2, 3])
    assert 2 in stack
    assert_matches(stack, [1, 2, 3])
    with pytest.raises(CheckFailed):
        assert_matches(stack, [1, 2])


def test_deques_dicts_and_sets_with_methods_of_their_own_are_objects_too(submission):
    """Whatever the base is."""
    work = submission(CONTAINERS_OF_ITS_OWN).work
    line, shelf, bag = work.Line([1]), work.Shelf(a=1), work.Bag()

    line.push(0)
    shelf.put("b", 2)
    bag.put(3)

    assert (line, shelf, bag) == (collections.deque([0, 1]), {"a": 1, "b": 2}, {3})
    assert (isinstance(line, collections.deque), isinstance(shelf, dict)) == (True, True)
    assert sorted(shelf) == ["a", "b"]


def test_what_does_not_change_may_have_methods_of_its_own_as_well(submission):
    """A vector that is a tuple adds as a vector, and what it makes is one."""
    work = submission(CONTAINERS_OF_ITS_OWN).work

    vector = work.Vector(1, 2) + work.Vector(3, 4)

    assert vector == (4, 6)
    assert vector != (1, 2, 3, 4)
    assert vector != [4, 6]
    assert (2 * vector).scaled(2).half.total() == 20
    assert isinstance(2 * vector, work.Vector)
    assert isinstance(vector, tuple)
    assert (tuple(vector), len(vector), vector[0]) == ((4, 6), 2, 4)
    assert vector in {(4, 6): 1}
    assert_matches(work.both(vector, vector.half), [(4, 6), (2.0, 3.0)])
    assert work.Sum([1, 2]) + work.Sum([3]) == 6
    strict = work.Strict([1, 2])
    assert strict == work.Strict([1, 2]) != work.Strict([2, 1])
    assert strict != (1, 2)
    point = work.Point(1, 2).moved(3)
    assert (point.x, point.y, point == (4, 2)) == (4, 2, True)
    assert type(work.Pair(1, 2)).__name__ == "Pair"
    assert work.Pair(1, 2).__class__ is type(work.Pair(3, 4))
    assert work.Tags(["a"]).shout() == {"A"}


def test_other_answers_of_such_classes_are_plain_values(submission):
    """What a function returns, and a class without methods of its own, is the value it holds."""
    work = submission(CONTAINERS_OF_ITS_OWN).work

    assert type(work.answer()) is list
    assert work.answer() == [1, 2]
    assert type(work.Plain([1])) is list


def test_a_container_that_lies_about_equality_is_compared_by_what_it_holds(submission):
    """Whatever its class says."""
    liar = submission(CONTAINERS_OF_ITS_OWN).work.Liar([1])

    assert liar == [1]
    assert liar != [1, 2]
    assert liar != [1, 2]
    with pytest.raises(CheckFailed):
        assert_matches(liar, [1, 2])


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("'x' * 300_000", "it holds a string of 300000 characters"),
        ("[[[0] * 500] * 2 for _ in range(200)]", "it holds too many values or is nested"),
        (
            "functools.reduce(lambda found, _: [found], range(30), [])",
            "it holds too many values or is nested",
        ),
        ("1 << 500_000", "it holds an int of 500001 bits"),
        ("torch.zeros(5 << 20)", r"it holds a tensor of shape \(5242880,\)"),
        ("bytes(17 << 20)", "it holds 17825792 bytes"),
        ("torch.zeros((1,) * 9)", r"it holds a tensor of shape \(1, 1, 1, 1, 1, 1, 1, 1, 1\)"),
    ],
)
def test_a_value_beyond_a_bound_is_refused_and_the_refusal_says_which(submission, value, why):
    """An answer is then wrong, and a question is an error of the course."""
    student = submission(f"import functools, torch\ndef answer(): return {value}\ndef ask(x): 0")
    large = eval(value, {"functools": functools, "torch": torch})

    with pytest.raises(CheckFailed, match=f"something too large to be an answer: {why}") as failed:
        student.work.answer()
    assert failed.value.outcome is Outcome.WRONG
    with pytest.raises(CourseError, match=f"work.ask cannot be asked that: {why}"):
        student.work.ask(large)


def test_frames_of_pandas_come_back_as_themselves(submission):
    """With dtypes, names, order of columns and kind of index; one that differs is not equal."""
    pandas = pytest.importorskip("pandas")
    student = submission("import pandas\ndef same(x): return x\ndef bump(x): return x + 1")
    dates = pandas.to_datetime(["2024-01-01", "2024-02-29"])
    frame = pandas.DataFrame({"b": [1.5, 2.5], "a": ["x", "y"], "d": dates}, index=[7, 3])

    for found in (frame, frame["a"], frame["d"], pandas.Series([1, 2], name="n", dtype="int8")):
        assert student.work.same(found).equals(found)
    assert list(student.work.same(frame).columns) == ["b", "a", "d"]
    assert student.work.same(frame.index).equals(frame.index)
    assert type(student.work.same(pandas.RangeIndex(3))) is pandas.RangeIndex
    bumped = student.work.bump(frame[["b"]])
    assert bumped["b"].tolist() == [2.5, 3.5]
    assert not bumped.equals(frame[["b"]])


def test_a_named_tuple_comes_back_as_what_it_was(submission):
    """One of the test's is of the test's class again, and one of the submission's of its own."""
    student = submission(
        """
        from collections import namedtuple
        Own = namedtuple("Own", "a b")
        def own(): return Own(1, 2)
        def swap(p): return type(p)(p[1], p[0])
        def is_own(p): return type(p) is Own
        """
    )

    swapped = student.work.swap(Point(1, 2))

    assert type(swapped) is Point
    assert (swapped.x, swapped.y) == (2, 1)
    assert student.work.is_own(student.work.own())
    assert not student.work.is_own(Point(1, 2))


def test_tensors_keep_layout_gradient_and_shared_memory(submission):
    """A view of an argument is a view of it outside too, of whatever dtype and strides."""
    student = submission("def views(x): return x.T, x[1:], x.clone()")
    x = torch.arange(6.0).reshape(2, 3)

    turned, tail, copy = student.work.views(x)
    x[1, 0] = 99

    assert turned.stride() == (1, 3)
    assert turned[0, 1] == tail[0, 0] == 99
    assert copy[1, 0] == 3
    for dtype in (torch.bfloat16, torch.bool, torch.complex64, torch.int8):
        assert student.work.views(x.to(dtype))[2].equal(x.to(dtype))


# ---- In step ----


def test_what_a_call_changes_in_an_argument_is_changed_here(submission):
    """Lists, dicts, sets, arrays, tensors and bytearrays stay the same objects, nested ones too."""
    student = submission(
        """
        def change(xs, d, s, a, t, b):
            xs.append(d); xs[0].reverse(); d["new"] = xs; s.discard(1); a[0] = 7; t += 1; b += b"!"
        """
    )
    inner, d, s = [1, 2], {}, {1, 2}
    xs, a, t, b = [inner], numpy.zeros(2), torch.zeros(2), bytearray(b"a")

    student.work.change(xs, d, s, a, t, b)

    assert xs[0] is inner
    assert inner == [2, 1]
    assert xs[1] is d
    assert d["new"] is xs
    assert (s, a.tolist(), t.tolist(), b) == ({2}, [7, 0], [1, 1], b"a!")


@pytest.mark.parametrize(
    ("make", "draw"),
    [
        (random.Random, "gauss"),
        (random.Random, "randint"),
        (numpy.random.default_rng, "normal"),
        (numpy.random.default_rng, "integers"),
        (numpy.random.RandomState, "normal"),
        (numpy.random.RandomState, "randint"),
    ],
)
def test_either_side_draws_from_a_generator_of_the_test(submission, make, draw):
    """The numbers are those of one generator, and at the end it is as it was."""
    student = submission(f"def draw(g): return [g.{draw}(5, 6) for _ in range(3)]")
    here, expected = make(3), make(3)

    def once(generator):
        return getattr(generator, draw)(5, 6)

    found = [once(here), *student.work.draw(here), once(here), *student.work.draw(here)]

    assert found == [once(expected) for _ in range(8)]
    student.end()
    assert once(here) == found[1]


def test_a_generator_of_torch_is_drawn_from_by_both(submission):
    """What the submission draws is what comes next."""
    student = submission("import torch\ndef draw(g): return torch.rand(3, generator=g)")
    here, expected = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)

    found = [student.work.draw(here), torch.rand(3, generator=here), student.work.draw(here)]

    assert torch.equal(
        torch.cat(found), torch.cat([torch.rand(3, generator=expected) for _ in range(3)])
    )


def test_either_side_may_change_what_both_know(submission):
    """What the submission keeps is changed by the test, and the other way round."""
    student = submission(
        """
        class Box:
            def __init__(self, items): self.items = items
            def add(self, x): self.items.append(x)
            def total(self): return sum(self.items)
        """
    )
    items = [1]
    box = student.work.Box(items)

    items.append(2)
    assert box.total() == 3
    box.add(3)
    assert items == [1, 2, 3]
    assert box.items is items


def test_what_changes_by_way_of_another_object_is_in_step(submission):
    """Views, numpy's memory, gradients and inner lists, though nothing else holds the object."""
    student = submission(
        """
        import numpy, torch
        kept = {}
        def whole(): kept["part"] = (t := torch.zeros(2))[:1]; return t
        def memory(): kept["array"] = numpy.zeros(2); return torch.from_numpy(kept["array"])
        def array(): kept["all"] = numpy.zeros(2); return kept["all"][1:]
        def inner(): kept["list"] = [[], []]; return kept["list"]
        def leaf(): return kept.setdefault("loss", torch.zeros(2, requires_grad=True))
        def change():
            kept["part"].mul_(torch.ones(1, requires_grad=True)).add_(1)
            kept["array"][0] = 2; kept["all"][1] = 3; kept["list"][0].append(4)
            kept.pop("loss").sum().backward()
        """
    )
    work = student.work
    whole, memory, array, (first, _), leaf = (
        *(work.whole(), work.memory(), work.array(), work.inner(), work.leaf()),
    )

    work.change()

    assert (whole.tolist(), whole.requires_grad) == ([1, 0], True)
    assert (memory.tolist(), array.tolist(), first) == ([2, 0], [3], [4])
    assert leaf.grad.tolist() == [1, 1]


def test_what_was_changed_of_the_tests_own_objects_is_restored(submission):
    """A constant of a hidden test is the same for whoever is asked next."""
    student = submission("def spoil(xs, t, d):\n    xs.clear(); t.zero_(); d['x'] = 1")
    xs, t, d = [1, [2]], torch.ones(2), {}

    student.work.spoil(xs, t, d)
    assert (xs, t.tolist(), d) == ([], [0, 0], {"x": 1})
    student.end()

    assert (xs, t.tolist(), d) == ([1, [2]], [1, 1], {})


def test_a_tensor_without_elements_crosses_as_often_as_any_other(submission):
    """Also one with a gradient, and one that comes back."""
    student = submission("def row_sums(x): return (x * 2).sum(1)\ndef same(x): return x")
    x = torch.zeros(0, 3, requires_grad=True)

    for _ in range(2):
        assert student.work.row_sums(x).shape == (0,)
        assert student.work.same(x) is x


# ---- Handles ----

SHAPES = """
import functools
class Shape:
    "Something with an area."
    sides = 0
    def area(self): return 0
    def __len__(self): return self.sides
    def __repr__(self): return "shape"
class Square(Shape):
    sides = 4
    def __init__(self, width=2, *, name="sq"): self.width, self.name = width, name
    def area(self): return self.width ** 2
    def __eq__(self, other): return isinstance(other, Square) and other.width == self.width
    def __hash__(self): return hash(self.width)
    def __add__(self, other): return Square(self.width + other)
    __radd__ = __add__
    def __lt__(self, other): return self.width < other.width
    def __getitem__(self, key): return (self.width, key)
    def __setitem__(self, key, value): self.width = value
    def __contains__(self, x): return x == self.width
    def __enter__(self): self.open = True; return self
    def __exit__(self, kind, value, trace): self.open = False; return kind is KeyError
    def __iter__(self): yield self; yield 1
    def __format__(self, spec): return f"<{spec}>"
    def __float__(self): return 1.5
    def __round__(self, n=None): return 2
    def __neg__(self): return Square(-self.width)
    def __call__(self, x): return x + self.width
    @property
    def half(self): return self.width / 2
def same(x): return x
one = Square()
"""


def test_a_handle_has_the_operations_of_its_class(submission):
    """Attributes, items, operators, iteration, calls, with and conversions."""
    student = submission(SHAPES)
    Shape, Square = student.work.Shape, student.work.Square  # noqa: N806 - they are classes
    a, b = Square(3), Square(3, name="b")

    assert (a.width, b.name, a.half, Square.sides, a.area(), len(a)) == (3, "b", 1.5, 4, 9, 4)
    a.width = 5
    a["x"] = 6
    assert (a.width, a[1:2], 6 in a, a(1), float(a), round(a), f"{a:q}") == (
        *(6, (6, slice(1, 2)), True, 7, 1.5, 2, "<q>"),
    )
    assert [type(each) for each in (a + 1, 1 + a, -a)] == [Square] * 3
    assert (b < a, repr(a), str(b), bool(Shape())) == (True, "shape", "shape", False)
    assert next(iter(a)) is a
    assert list(a)[1] == 1
    with a as entered:
        assert entered is a
        assert a.open
        raise KeyError("swallowed by __exit__")
    assert not a.open
    del a.name
    assert not hasattr(a, "name")
    assert hasattr(a, "half")
    assert "half" in dir(a)


def test_a_handle_tells_the_truth_about_its_class(submission):
    """isinstance, callable, hasattr, iteration, signature and identity."""
    student = submission(SHAPES)
    work = student.work
    a, shape = work.Square(), work.Shape()

    assert isinstance(a, work.Square)
    assert isinstance(a, work.Shape)
    assert issubclass(work.Square, work.Shape)
    assert not isinstance(shape, work.Square)
    assert type(a) is work.Square
    assert work.same(a) is a
    assert work.one is work.one
    assert callable(a)
    assert not callable(shape)
    assert callable(work.same)
    with pytest.raises(TypeError):
        iter(shape)
    with pytest.raises(TypeError):
        shape + 1
    assert str(inspect.signature(work.same)) == "(x)"
    assert str(inspect.signature(work.Square)) == "(width=2, *, name='sq')"
    assert work.Square.__name__ == "Square"
    assert shape.__doc__ == "Something with an area."


ANIMALS = """
import abc
class Animal(abc.ABC):
    legs = 4
    made = []
    def __init__(self, name): self.name = name; self.made.append(self)
    @abc.abstractmethod
    def sound(self): ...
    def speak(self, times=1): return f"{self.name}: {self.sound() * times}"
    def __len__(self): return self.legs
    @classmethod
    def called(cls, name): return cls(name)
    @property
    def title(self): return self.name.title()
def speak_all(animals): return [animal.speak() for animal in animals]
def kinds(x): return type(x).__name__, isinstance(x, Animal), x.legs
"""


def test_a_test_may_derive_from_a_class_of_the_submission(submission):
    """Its methods are called from inside, and super() reaches the submission's."""
    student = submission(ANIMALS)

    class Dog(student.work.Animal):
        legs: int = 3

        def __init__(self, name, age=1):
            super().__init__(name + "!")
            self.age = age

        def sound(self):
            return "wuff"

        def __len__(self):
            return super().__len__() + 10

        @property
        def title(self):
            return super().title + str(self.age)

        @staticmethod
        def kind():
            return "dog"

        def speak(self, times=1):
            return super().speak(times).upper()

    class Puppy(Dog):
        def sound(self):
            return "wiff" + super().sound()

    dog = Dog("rex", age=2)

    assert isinstance(dog, student.work.Animal)
    assert type(dog) is Dog
    assert (dog.name, dog.age, dog.title, dog.legs, len(dog)) == ("rex!", 2, "Rex!2", 3, 13)
    assert (dog.sound(), dog.kind(), dog.speak(2)) == ("wuff", "dog", "REX!: WUFFWUFF")
    assert student.work.kinds(dog) == ("Dog", True, 3)
    assert type(Dog.called("ada")) is Dog
    assert student.work.speak_all([dog, Puppy("bo")]) == ["REX!: WUFF", "BO!: WIFFWUFF"]
    assert student.work.Animal.made[0] is dog
    with pytest.raises(TypeError, match="abstract"):
        type("Silent", (student.work.Animal,), {})("x")
    with pytest.raises(CourseError, match="classes of the submission alone"):
        type("Both", (student.work.Animal, Rates), {})


def test_objects_of_one_type_of_a_library_are_handles_of_one_class(submission):
    """As natively: the class of a generator is that of every other."""
    student = submission("def count():\n    yield 1\ndef words(): return filter(None, 'ab')")

    one, other, third = student.work.count(), student.work.count(), student.work.words()

    assert type(one) is type(other)
    assert not isinstance(third, type(one))
    assert (list(one), list(third)) == ([1], ["a", "b"])


def test_an_equality_of_the_submissions_own_counts_for_nothing_against_a_plain_value(submission):
    """Without an __eq__ it is unequal; where one says that it is equal the check is wrong."""
    student = submission(
        SHAPES + "def equals(s, other): return s.width == other\nSquare.__eq__ = equals"
    )
    square, shape = student.work.Square(), student.work.Shape()

    assert shape != 0
    assert shape != None  # noqa: E711 - the comparison is what is tested
    assert square != None  # noqa: E711
    assert square != 3
    with pytest.raises(CheckFailed, match="a plain value was expected") as caught:
        assert square == 2
    assert caught.value.outcome is Outcome.WRONG
    with pytest.raises(CheckFailed, match="an object of type generator"):
        assert_matches(iter(square), [1])


VECTORS = """
class Vector:
    def __init__(self, x): self.x = x
    def __eq__(self, other):
        return self.x == other.x if isinstance(other, Vector) else NotImplemented
    def __hash__(self): return hash(self.x)
class Money:
    def __init__(self, cents): self.cents = cents
    def __eq__(self, other): return self.cents == getattr(other, "cents", other)
    def __iadd__(self, other): self.cents += other; return self
class Careless:
    def __eq__(self, other): return other.x == 1
def answer(): return Money(5)
"""


def test_an_object_is_compared_with_a_plain_value_by_its_own_equality(submission):
    """As in Python: NotImplemented asks the other side, and then only identity counts."""
    work = (student := submission(VECTORS)).work
    vector = work.Vector(1)

    assert vector != "x"
    assert "x" != vector  # noqa: SIM300 - either side may begin
    assert vector not in ["x", 1, None]
    assert vector in ["x", vector]
    assert vector != object()
    assert vector.__eq__("x") is NotImplemented
    assert vector == mock.ANY
    assert work.Money(5) != 6
    assert student.compared_inside == []
    assert vector == work.Vector(1) != work.Vector(2)
    assert {vector: 1}[work.Vector(1)] == 1
    assert student.compared_inside == ["work.Vector"]
    with pytest.raises(AttributeError):
        assert work.Careless() != "x"


def test_an_object_equals_a_plain_value_only_where_one_of_the_solution_is_compared(zygote):
    """A class with operators may be the task; elsewhere the check expects a plain value."""
    with closing(SubmissionSession({"work.py": VECTORS.encode()}, zygote.spawn)) as session:
        equal = {"work.Money", "work.Money.__iadd__"}
        work = Student(session.ask, session.exchange, equal=equal).work
        money = work.Money(5)

        assert money == 5
        assert 6 != money  # noqa: SIM300
        money += 1
        assert money == 6
        with pytest.raises(CheckFailed, match="a plain value was expected"):
            assert work.answer() == 5


def test_handles_of_two_submissions_are_not_compared(submission):
    """The message says what to do instead; expected values are plain."""
    one, other = submission(SHAPES).work.Square(), submission(SHAPES).work.Square()

    with pytest.raises(CourseError, match="Ask both for their values"):
        assert one == other
    with pytest.raises(CourseError, match="cannot be compared"):
        assert_matches(1, one)


# ---- Exceptions ----


def test_exceptions_arrive_as_what_they_are(submission):
    """Builtin classes with their arguments, and classes of the submission."""
    student = submission(
        """
        import numpy, json
        class Broke(ValueError):
            def __init__(self, missing): super().__init__("broke", missing); self.missing = missing
        def fail(which):
            if which == "key": return {}["x"]
            if which == "broke": raise Broke(7)
            if which == "linalg": raise numpy.linalg.LinAlgError("singular")
            if which == "exit": raise SystemExit(3)
            if which == "stop": return next(iter(()))
            return open("nowhere.txt")
        """
    )
    fail = student.work.fail

    with pytest.raises(KeyError) as caught:
        fail("key")
    assert caught.value.args == ("x",)
    with pytest.raises(student.work.Broke) as broke:
        fail("broke")
    assert isinstance(broke.value, ValueError)
    assert broke.value.args == ("broke", 7)
    assert broke.value.missing == 7
    with pytest.raises(numpy.linalg.LinAlgError, match="singular"):
        fail("linalg")
    with pytest.raises(SystemExit):
        fail("exit")
    with pytest.raises(StopIteration):
        fail("stop")
    with pytest.raises(FileNotFoundError):
        fail("open")


def test_an_exception_has_the_text_that_its_own_class_gives(submission):
    """It is read inside, when the exception comes, and cut."""
    student = submission(
        """
        class Retry(Exception):
            def __init__(self, times): self.times = times
            def __str__(self): return f"tried {self.times} times"
        class Last(Retry): pass
        class Broken(Exception):
            def __str__(self): return 1 / 0
        class Long(Exception):
            def __str__(self): return "x" * 10 ** 6
        class Plain(KeyError): pass
        def fail(kind, *args): raise kind(*args)
        def later(error):
            error.times += 1
            raise error
        """
    )
    work = student.work

    with pytest.raises(work.Retry, match=r"^tried 3 times$") as caught:
        work.fail(work.Last, 3)
    assert (str(caught.value), caught.value.args) == ("tried 3 times", (3,))
    made = work.Retry(4)
    assert str(made) == f"{made}" == "tried 4 times"
    with pytest.raises(work.Retry, match="tried 5 times"):
        work.later(made)
    with pytest.raises(work.Broken, match="cannot be read"):
        work.fail(work.Broken)
    with pytest.raises(work.Long, match=r"^x{2000}$"):
        work.fail(work.Long)
    with pytest.raises(work.Plain, match=r"^'a'$"):
        work.fail(work.Plain, "a")


def test_what_ends_a_check_is_no_exception(submission):
    """A missing name, a death and a stub go through ``pytest.raises(Exception)``."""
    student = submission(
        "import os\ndef die(): os._exit(3)\n"
        "def stub(): raise NotImplementedError('stub is still to be written')"
    )

    outcomes = []
    for name in ("nothing", "stub", "die"):
        with pytest.raises(CheckFailed) as caught, pytest.raises(Exception):  # noqa: B017, PT011
            getattr(student.work, name)()
        outcomes.append(caught.value.outcome)
    assert outcomes == [Outcome.UNANSWERED, Outcome.UNANSWERED, Outcome.KILLED]


# ---- Autograd ----

NETS = """
import torch
from torch import nn
def sigmoid(z): return 1 / (1 + torch.exp(-z))
def cube(x): return x ** 3
def cut(z): return sigmoid(z.detach())
class Net(nn.Module):
    def __init__(self, n=2):
        super().__init__()
        self.layer = nn.Linear(n, 1)
    def forward(self, x): return torch.sigmoid(self.layer(x))
def bce(p, y): return nn.functional.binary_cross_entropy(p, y)
def run_backward(loss): loss.backward()
def slope(x): return torch.autograd.grad(cube(x).sum(), x, create_graph=True)[0]
"""


def test_gradcheck_and_gradgradcheck_pass_across_the_wall(submission):
    """Backward asks the box for the vector-Jacobian product, and for that of the product."""
    student = submission(NETS)
    z = torch.linspace(-3, 3, 5, dtype=torch.float64, requires_grad=True)

    assert torch.autograd.gradcheck(student.work.sigmoid, z)
    assert torch.autograd.gradgradcheck(student.work.sigmoid, z)
    assert not student.work.cut(z).requires_grad


def test_graphs_of_both_sides_are_one_graph(submission):
    """An argument may carry a graph of this side, and an answer goes on in one."""
    student = submission(NETS)
    x = torch.tensor([0.5, 2.0], dtype=torch.float64, requires_grad=True)

    out = (student.work.cube(2 * x) * x).sum()
    (grad,) = torch.autograd.grad(out, x, create_graph=True)
    (again,) = torch.autograd.grad(grad.sum(), x)

    assert torch.allclose(grad, 32 * x**3)
    assert torch.allclose(again, 96 * x**2)
    assert torch.allclose(student.work.slope(x), 3 * x**2)
    deep = student.work.cube(2 * student.work.cube(x)).sum()
    assert torch.allclose(torch.autograd.grad(deep, x)[0], 72 * x**8)


def test_a_gradient_reaches_tensors_in_the_middle_of_a_graph(submission):
    """Of this side, of the other, through both, through a second derivative, and no path twice."""
    student = submission(NETS + "\ndef mix(h, x): return h * x")
    x = torch.tensor([0.5, 2.0], dtype=torch.float64, requires_grad=True)
    h = 2 * x

    y = student.work.cube(h)
    (middle,) = torch.autograd.grad(y.sum(), h, retain_graph=True, create_graph=True)
    assert torch.allclose(middle, 3 * h**2)
    (again,) = torch.autograd.grad(middle.sum(), x, retain_graph=True)
    assert torch.allclose(again, 12 * h)
    mixed = student.work.mix(h, x).sum()
    assert torch.allclose(torch.autograd.grad(mixed, x, retain_graph=True)[0], 4 * x)
    assert [g.tolist() for g in torch.autograd.grad(mixed, [h, x], retain_graph=True)] == [
        [0.5, 2],
        [2, 8],
    ]
    z = student.work.cube(x)
    twice = student.work.mix(z, student.work.mix(z * 3, x)).sum()
    assert torch.allclose(torch.autograd.grad(twice, z, retain_graph=True)[0], 6 * z * x)
    assert torch.allclose(torch.autograd.grad(twice, x)[0], 21 * x**6)
    h.retain_grad()
    student.work.cube(h).sum().backward()
    assert torch.allclose(h.grad, 3 * h**2)
    assert torch.autograd.gradcheck(lambda x: student.work.mix(2 * x, student.work.cube(x)), x)
    assert torch.autograd.gradgradcheck(lambda x: student.work.mix(2 * x, x), x)


def test_a_tensor_in_the_middle_that_is_changed_in_place_keeps_its_graph(submission):
    """The gradient of what was computed from the changed tensor reaches the leaf."""
    student = submission("def double_it(z):\n    z *= 2\n    return z * 1")
    x = torch.tensor([0.5, 2.0], requires_grad=True)

    y = student.work.double_it(3 * x)

    assert torch.autograd.grad(y.sum(), x)[0].tolist() == [6, 6]


def test_a_model_is_trained_across_the_wall(submission):
    """Parameters are tensors here, their .grad is in step, an optimizer is a handle."""
    student = submission(
        NETS + "\ndef optimizer(net): return torch.optim.SGD(net.parameters(), 0.5)"
    )
    net = student.work.Net(3)
    weight, bias = net.parameters()
    with torch.no_grad():
        weight.copy_(torch.tensor([[1.0, -1.0, 0.5]]))
        bias.zero_()
    x, y = torch.eye(3), torch.tensor([[1.0], [0.0], [1.0]])

    loss = student.work.bce(net(x), y)
    loss.backward()
    twin = torch.nn.Linear(3, 1)
    twin.load_state_dict({"weight": torch.tensor([[1.0, -1.0, 0.5]]), "bias": torch.zeros(1)})
    expected = torch.nn.functional.binary_cross_entropy(torch.sigmoid(twin(x)), y)
    expected.backward()
    optimizer = student.work.optimizer(net)
    optimizer.step()

    assert torch.allclose(loss, expected)
    assert isinstance(weight, torch.nn.Parameter)
    assert torch.allclose(weight.grad, twin.weight.grad)
    assert torch.allclose(weight, twin.weight - 0.5 * twin.weight.grad)
    assert isinstance(net, torch.nn.Module)
    state = net.state_dict()
    other = student.work.Net(3)
    other.load_state_dict(state)
    assert torch.equal(other(x), net(x))
    optimizer.zero_grad()
    assert weight.grad is None


def test_backward_inside_reaches_leaves_of_this_side(submission):
    """The graph of an argument is walked from inside, and its leaf has its gradient here."""
    student = submission(NETS)
    x = torch.tensor([1.0, 2.0], requires_grad=True)

    student.work.run_backward((x**2).sum())

    assert x.grad.tolist() == [2, 4]


# ---- The test's own objects ----


def test_a_function_of_the_test_is_called_back(submission):
    """With its arguments, its result and its exception."""
    student = submission(
        """
        def each(f, xs): return [f(x) for x in xs]
        def safely(f):
            try: return f()
            except ValueError as error: return f"caught {error}"
        def keep(f): return f
        """
    )
    seen = []

    def fail():
        raise ValueError("no")

    assert student.work.each(lambda x: seen.append(x) or x + 1, [1, 2]) == [2, 3]
    assert seen == [1, 2]
    assert student.work.safely(fail) == "caught no"
    assert student.work.keep(fail) is fail
    assert student.work.each(len, ["ab"]) == [2]
    assert student.work.each(math.sqrt, [4]) == [2]


def test_a_function_of_the_test_has_its_name_and_docstring_inside(submission):
    """So that a decorator of the submission's can hand them on."""
    student = submission(
        """
        import functools
        def logged(f):
            @functools.wraps(f)
            def inner(*args): return f(*args)
            return inner
        def facts(f): return f.__name__, f.__doc__
        """
    )

    def twice(x):
        """Return twice as much."""
        return 2 * x

    inner = student.work.logged(twice)

    assert inner(2) == 4
    assert (inner.__name__, inner.__doc__) == ("twice", "Return twice as much.")
    assert student.work.facts(inner) == student.work.facts(twice) == (inner.__name__, inner.__doc__)
    assert student.work.facts(lambda: 0) == ("<lambda>", None)


def test_a_function_of_the_test_may_ask_the_submission(submission):
    """Its arguments may be handles, and it may call what called it."""
    student = submission(
        """
        class Item:
            def __init__(self, size): self.size = size
        def largest(items, key): return max(items, key=key)
        def twice(f, n): return f(n) + f(n) if n else 1
        """
    )
    items = [student.work.Item(size) for size in (1, 3, 2)]

    def again(n):
        return student.work.twice(again, n - 1)

    assert student.work.largest(items, key=lambda item: item.size) is items[1]
    assert student.work.twice(again, 3) == 8


def test_a_failed_assertion_in_a_callback_ends_the_check(submission):
    """The submission cannot swallow it."""
    student = submission("def run(f):\n    try: f(0)\n    except BaseException: return 1")

    def check(x):
        assert x == 1

    with pytest.raises(AssertionError):
        student.work.run(check)


def test_a_replaced_or_deleted_name_of_a_module_is_looked_up_again(submission):
    """A function that was used before is not remembered, and a class tells what it has."""
    work = submission("def f(): return 1\ndef g(): return 2\nclass C:\n    size = 3").work

    assert work.f() == 1
    work.f = work.g
    assert work.f() == 2
    del work.f
    with pytest.raises(CheckFailed, match="f was not found"):
        work.f()
    assert "size" in dir(work.C)


def test_the_source_of_an_object_is_asked_for(submission):
    """Of a function, a class and a method; of anything else it is what inspect says."""
    work = submission("def f():\n    return 1\nclass C:\n    def g(self): pass\n").work

    assert source_of(work.f) == "def f():\n    return 1\n"
    assert source_of(work.C) == "class C:\n    def g(self): pass\n"
    assert source_of(work.C.g) == source_of(work.C().g) == "    def g(self): pass\n"
    assert source_of(OwnError).startswith("class OwnError")


class OwnError(Exception):
    """An exception of the test."""


def test_an_exception_of_the_test_comes_back_as_itself(submission):
    """Through the submission's code, and where that hands it on."""
    student = submission(
        """
        def through(f):
            try: return f()
            except ValueError: return "another"
        def within(f, context):
            with context: return f()
        """
    )
    error = OwnError("mine")
    left = []

    class Context:
        def __enter__(self):
            return self

        def __exit__(self, kind, raised, trace):
            left.append((kind, raised))
            return len(left) == 1

    def fail():
        raise error

    assert student.work.within(fail, Context()) is None
    for call in (lambda: student.work.through(fail), lambda: student.work.within(fail, Context())):
        with pytest.raises(OwnError, match="mine") as caught:
            call()
        assert caught.value is error
    assert left == [(OwnError, error)] * 2


def test_callbacks_are_bounded(submission):
    """One that calls without end is stopped."""
    student = submission("def run(f):\n    while True: f()")

    with pytest.raises(CheckFailed) as caught:
        student.work.run(lambda: None)
    assert caught.value.outcome is Outcome.TIMED_OUT


def test_all_modules_that_a_check_names_are_in_one_child(zygote):
    """An object of one is an argument for another, which sees the same module."""
    files = {
        "work.py": b"made = []\nclass Cell:\n    def __init__(self): made.append(self)\n",
        "extra.py": b"import work\ndef is_made(cell): return cell in work.made\nSIZE = 2\n",
    }
    session = SubmissionSession(files, zygote.spawn)
    student = Student(session.ask, session.exchange)

    assert student.extra.SIZE == 2
    cell = student.work.Cell()
    assert student.extra.is_made(cell)
    assert student.work.made[0] is cell
    session.close()


# ---- The rest of a program ----


def test_print_input_files_arguments_and_environment(submission, capsys, monkeypatch):
    """Replaced streams and functions of a test act on the box."""
    student = submission(
        """
        import os, sys
        RATE = 0.5
        def greet(): print("Hello,", input("Name? ")); print("!", file=sys.stderr)
        def lines(): return [line.strip() for line in sys.stdin]
        def facts(): return sys.argv[1:], os.environ.get("COLOUR")
        def copy(): open("b.txt", "w").write(open("a.txt").read() * 2)
        def rate(): return RATE
        if __name__ == "__main__": print("script", sys.argv[1:]); NAME = 3
        """
    )
    work = student.work

    names = iter(["Ann"])
    monkeypatch.setattr("builtins.input", lambda prompt="": print(prompt, end="") or next(names))
    work.greet()
    assert capsys.readouterr() == ("Name? Hello, Ann\n", "!\n")
    monkeypatch.undo()
    monkeypatch.setattr(sys, "stdin", io.StringIO("a\nb\n"))
    assert work.lines() == ["a", "b"]
    monkeypatch.setattr(sys, "argv", ["work.py", "-v"])
    monkeypatch.setenv("COLOUR", "red")
    assert work.facts() == (["-v"], "red")
    student.files.write_text("a.txt", "x")
    work.copy()
    assert student.files.read_text("b.txt") == "xx"
    monkeypatch.setattr(work, "RATE", 2)
    assert work.rate() == 2
    assert student.run("work", "one").NAME == 3
    assert capsys.readouterr().out == "script ['one']\n"


def test_a_loop_that_waits_for_a_word_ends_where_nobody_types(submission):
    """``input`` gets empty lines, and then an EOFError as from an empty keyboard."""
    student = submission(
        """
        def wait():
            while input() != "end": pass
        def lines(): return [input(), input()]
        """
    )

    for ask in (lambda: student.work.wait(), lambda: student.call("work.wait")):
        with pytest.raises((EOFError, CheckFailed), match="EOF"):
            ask()
    assert student.work.lines() == ["", ""] == list(student.call("work.lines").value)


def test_what_a_test_undoes_is_undone_inside(submission, monkeypatch):
    """Arguments and environment are as before, for the same check and for the next."""
    student = submission(
        "import os, sys\ndef facts(): return sys.argv[1:], os.environ.get('COLOUR')"
    )

    with monkeypatch.context() as changed:
        changed.setattr(sys, "argv", ["work.py", "-v"])
        changed.setenv("COLOUR", "red")
        assert student.work.facts() == (["-v"], "red")
        assert student.work.facts() == (["-v"], "red")
    assert student.work.facts() == ([], None)
    with monkeypatch.context() as changed:
        changed.setenv("COLOUR", "blue")
        assert student.work.facts() == ([], "blue")
    other = Student(student._ask, student._remote._exchange)
    assert other.work.facts() == ([], None)


def test_printed_text_keeps_its_order_around_a_callback(submission, capsys):
    """What is printed before the test is called back stands before what the test prints."""
    student = submission("def run(f):\n    print('a'); f(); print('c')")

    student.work.run(lambda: print("b"))

    assert capsys.readouterr().out == "a\nb\nc\n"


class Colour(enum.Enum):
    """A trusted object of a type that does not cross."""

    RED = 1


class Rates:
    """A trusted object with attributes, methods and operators of its own."""

    first = 0.5

    def __init__(self, rates):
        self.rates = rates

    def largest(self):
        return max(self.rates)

    def __iter__(self):
        yield from self.rates

    def __len__(self):
        return len(self.rates)

    def __radd__(self, other):
        return other + sum(self.rates)


def test_an_object_of_the_test_comes_back_as_itself(submission):
    """It is a handle inside."""
    student = submission("def same(x): return x\ndef facts(c): return c.name, c.value, c == c")

    assert student.work.same(Colour.RED) is Colour.RED
    assert student.work.facts(Colour.RED) == ("RED", 1, True)


def test_an_object_of_the_test_has_its_operations_inside(submission):
    """Attributes, methods, iteration, len and operators of its own; generators too."""
    student = submission(
        """
        def facts(r): return r.first, r.rates, r.largest(), len(r), list(r), 1 + r
        def total(xs): return sum(xs)
        def can(r): return callable(r), hasattr(r, "missing"), hasattr(r, "__getitem__")
        """
    )
    rates = Rates([1.0, 2.0])

    assert student.work.facts(rates) == (0.5, [1, 2], 2, 2, [1, 2], 4)
    assert student.work.facts(rates)[1] is rates.rates
    assert student.work.total(x for x in (1, 2)) == 3
    assert student.work.can(rates) == (False, False, False)


def test_an_object_of_the_test_gives_nothing_of_a_library_away(submission):
    """No method of a library, nothing private, no frame, no module: a handle is no way out."""
    student = submission(
        """
        def tries(x, *names): return [hasattr(x, name) for name in names]
        """
    )

    def generator():
        yield 1

    class Frames(numpy.ndarray):
        pass

    array = numpy.array([object()], dtype=object).view(Frames)
    assert student.work.tries(generator(), "gi_frame", "send", "__self__") == [False] * 3
    assert student.work.tries(array, "tofile", "dump", "data") == [False] * 3
    assert student.work.tries(sys.modules[__name__], "pytest", "sys") == [False] * 2
    assert student.work.tries(generator, "__globals__", "__code__") == [False] * 2


def test_a_mock_of_the_test_is_used_inside_and_notes_it(submission):
    """It answers as it is told to; what it has noted is the test's alone."""
    student = submission(
        """
        def use(line):
            with line as opened:
                return opened.read(3) + line.top.size(1)
        def tries(x): return [hasattr(x, name) for name in ("mock_calls", "assert_called", "_x")]
        """
    )
    line = mock.MagicMock()
    line.__enter__.return_value = line
    line.read = mock.Mock(wraps=lambda count: "a" * count)
    line.top.size.return_value = "b"

    assert student.work.use(line) == "aaab"
    line.read.assert_called_once_with(3)
    line.__exit__.assert_called_once_with(None, None, None)
    assert line.mock_calls[-2:] == [mock.call.top.size(1), mock.call.__exit__(None, None, None)]
    assert student.work.tries(line) == [False] * 3


def test_a_file_in_memory_is_read_and_written_inside(submission):
    """What a replaced open() returns is used as a file; what could fill the memory is not there."""
    student = submission(
        """
        def numbered(source, target):
            with source as lines:
                target.write("".join(f"{n} {line}" for n, line in enumerate(lines, 1)))
            return source.closed
        def tries(x, *names): return [hasattr(x, name) for name in names]
        """
    )
    target = io.StringIO()

    assert student.work.numbered(io.StringIO("a\nb\n"), target)
    assert target.getvalue() == "1 a\n2 b\n"
    methods = "read", "seek", "truncate", "getbuffer"
    assert student.work.tries(io.BytesIO(), *methods) == [True, *[False] * 3]


@pytest.mark.parametrize(("dtype", "step"), [(torch.float16, 2**-11), (torch.bfloat16, 2**-8)])
def test_half_floats_may_differ_by_their_last_digit_and_by_no_more(submission, dtype, step):
    """A number near 0 is no other number near 0."""
    student = submission("def same(x): return x.clone()")
    wanted = torch.tensor([1.0, 0.05], dtype=dtype)

    assert_matches(student.work.same(wanted * (1 + step)), wanted)
    for other in (wanted * 1.03, wanted - 0.05):
        with pytest.raises(CheckFailed, match="wrong"):
            assert_matches(student.work.same(other), wanted)
