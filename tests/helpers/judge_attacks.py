"""
Submissions that aim at the judge: answers, exceptions, objects, time and pipes.

Each is a module of the toy course; unless an attack says more, only its first function is hostile.
"""

from collections.abc import Callable

from helpers.courses import TESTS

HEAD = (
    "import ctypes, itertools, json, os, re, signal, struct, sys, threading, time\nimport torch\n"
)
FRAMES = """\
from connection import number
from inside import frames, values

values.MAX_STRING = values.MAX_NODES = 10**9


def send(data, size=1 << 16, pause_s=0.0):
    for start in range(0, len(data), size):
        rest = data[start : start + size]
        while rest:
            rest = rest[os.write(4, rest) :]
        time.sleep(pause_s)
"""
#: Tuples of multiples of the modulus of Python's hash of numbers: all have one hash.
COLLIDING = """\
keys = list(itertools.product(range(70_001, 70_010), repeat=5))[:15_000]
text, blob = values.encode({"value": dict.fromkeys(keys, 0)})
text = re.sub(rb"7000(\\d)", lambda m: b"%d" % ((int(m[1]) - 5) * (2**61 - 1)), text)
send(frames.pack(number(), text, blob))"""
CLASSES = """\
class Meta(type):
    def __getattribute__(cls, name):
        if name in ("__mro__", "__name__", "__qualname__", "__module__", "__bases__"):
            return ["x" * 10**6] * 50
        return type.__getattribute__(cls, name)


class Odd(ValueError, metaclass=Meta):
    def __str__(self):
        return 5

    __repr__ = __str__


class Object:
    def __getattr__(self, name):
        time.sleep(0.05)
        return self

    def __iter__(self):
        return itertools.repeat(self)

    def __eq__(self, other):
        while True:
            pass

    def __del__(self):
        time.sleep(1.5)

    def __repr__(self):
        return "\\u0301" * 10**7

    __call__ = __getitem__ = lambda self, *arguments, **named: self
    __len__ = __hash__ = __index__ = lambda self: 2**62
    __bool__ = __float__ = __array__ = __eq__


class Slow(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        time.sleep(0.3)
        return torch.Tensor.__torch_function__.__func__(cls, function, types, args, kwargs or {})


kept = []
"""
RIGHT = "return x.sum().item()"


def _attack(double: str, total: str = RIGHT, at_import: str = "") -> Callable[[], dict[str, bytes]]:
    def function(name: str, body: str) -> str:
        return f"\n\ndef {name}(x):\n" + "".join(f"    {line}\n" for line in body.splitlines())

    text = f"{HEAD}{FRAMES}\n\n{CLASSES}\n{at_import}\n"
    text += function("double", f"{double}\nreturn x * 2") + function("total", total)
    helper = (TESTS / "corpus" / "attacks" / "connection.py").read_bytes()
    return lambda: {"shapes.py": text.encode(), "connection.py": helper}


def _raw(text: str) -> str:
    """Return the act of sending *text*, an expression of bytes, as the answer."""
    return f"send(frames.pack(number(), {text}, b''))"


_BURN = "end = time.process_time() + 1.9\nwhile time.process_time() < end: pass\n"
_SLEEP = "time.sleep(1.9)\n"
_CHAIN = """\
first = error = ValueError("0")
for n in range(50_000):
    error.__cause__ = error = ValueError(f"{n} " * 100)
error.__cause__ = first
raise first"""
_GROUPS = """\
error = ValueError("x")
for n in range(20_000):
    error.add_note("note\\n" * 200)
for n in range(3000):
    error = ExceptionGroup("group " * 20, [error, KeyError(error)])
raise error"""
_RIGHT_FRAME = (
    "text, blob = values.encode({'value': x * 2})\ndata = frames.pack(number(), text, blob)"
)
_DRIP = f"{_RIGHT_FRAME}\nsend(data, 1, 1.8 / len(data))"
_CRUMBS = "send(frames.pack(number(), b'{\"value\": \"' + b'x' * 10**6 + b'\"}', b''), 1)"
_ANNOUNCED = """\
size = frames.MAX_TEXT, frames.MAX_BLOB
os.write(4, struct.pack("<4sIIII", b"kit1", number(), 0, *size))
while True:
    send(b" " * (1 << 20), 4096, 0.001)"""
_AHEAD = """\
text, blob = values.encode({"value": x * 2})
start = number()
send(b"".join(frames.pack(start + n, text, blob, 0xFFFFFFFF) for n in range(200)))"""
_REOPENED = """\
for fd in range(2, 40):
    try:
        os.close(fd)
    except OSError:
        pass
read, write = os.pipe()
for fd in range(2, 40):
    os.dup2(write, fd)"""
_STOP = """\
signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGSTOP))
signal.setitimer(signal.ITIMER_REAL, 0.002)"""
_THREADS = """\
def burn():
    while True:
        pass
for _ in range(8):
    threading.Thread(target=burn, daemon=True).start()
for _ in range(2):
    torch_burn = lambda: [torch.ones(900, 900) @ torch.ones(900, 900) for _ in itertools.count()]
    threading.Thread(target=torch_burn, daemon=True).start()"""
_GROWS = """\
kept.append(bytearray(os.urandom(1) * (300 << 20)))
return ["x" * 60_000] * 4 ** len(kept)"""
_BELOW = "return [torch.zeros((4 << 20) - 99), ['x' * 60_000] * 60, [0] * 20_000]"
_SMALL = "return [torch.full([1] * 60, float('nan')) for _ in range(9_000)]"
_MARKS = "'a' + '\\u0301\\u0316\\u0327\\u0308' * 25_000"

ATTACKS: dict[str, Callable[[], dict[str, bytes]]] = {
    "many small tensors": _attack(_SMALL, "return [float('nan')] * 20_000"),
    "virtual tensors": _attack(
        "return torch.zeros(1).expand(1 << 40)",
        "return torch.sparse_coo_tensor(torch.zeros(1, 1, dtype=int), [1.0], (1 << 40,))",
    ),
    "brackets without end": _attack(_raw("b'{\"value\": ' + b'[' * 4_000_000")),
    "keys of one hash": _attack(
        COLLIDING, "return dict.fromkeys(itertools.product((-1, -2), repeat=12), x.sum().item())"
    ),
    "combining characters": _attack(f"raise ValueError({_MARKS})", f"return {_MARKS}"),
    "digits": _attack(_raw("b'{\"value\": ' + b'9' * 4_000_000 + b'}'"), "return '9' * 200_000"),
    "half characters": _attack(
        "raise ValueError('\\ud800\\0\\x1b[2J\\u202e' * 900)",
        "raise type('\\udfff\\n</script>', (KeyError,), {})('\\ud800', {'\\udfff': b'\\xff'})",
    ),
    "chain of exceptions": _attack(_CHAIN),
    "notes and groups": _attack(_GROUPS),
    "class of an exception": _attack("raise Odd(Object())", "raise Odd"),
    "object": _attack("return Object()", "return [Object()] * 900"),
    "slow tensor": _attack("return x.as_subclass(Slow) * 2", "return x.as_subclass(Slow).sum()"),
    "generator without end": _attack(
        "return itertools.count()", "return ([0] * 10_000 for _ in itertools.count())"
    ),
    "just below each limit": _attack(_BELOW, _BELOW),
    "processor time": _attack(_BURN, _BURN + RIGHT, _BURN),
    "asleep": _attack(_SLEEP, _SLEEP + RIGHT, _SLEEP),
    "threads": _attack(_THREADS, f"{_THREADS}\n{RIGHT}", _THREADS),
    "drip": _attack(_DRIP, _CRUMBS),
    "announced": _attack(_ANNOUNCED, _ANNOUNCED),
    "descriptors": _attack(_REOPENED, f"{_REOPENED}\n{RIGHT}"),
    "stops after the answer": _attack(_STOP, f"{_STOP}\n{RIGHT}"),
    "grows": _attack(_GROWS, _GROWS),
    "echo": _attack(
        "send(frames.pack(number(), os.read(3, 1 << 16)[20:], b''))",
        "send(os.read(3, 1 << 16))",
    ),
    "frames ahead": _attack(_AHEAD, f"{_AHEAD}\n{RIGHT}"),
}
