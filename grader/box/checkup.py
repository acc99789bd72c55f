"""A check-up of the box: build one here, and let a child try what it must not be able to do."""

from dataclasses import dataclass

from grader.errors import BoxUnavailable

from .sandbox import find_walls
from .strength import Layer, describe_layers, strength
from .zygote import Zygote


@dataclass(frozen=True)
class Report:
    """What a check-up found: the layers, the acts that were tried, the strength in words."""

    layers: tuple[Layer, ...]
    acts: dict[str, bool]
    strength: str


def examine() -> Report:
    """
    Return the state of every layer on this machine, proved in a scratch child.

    Raises:
        BoxFailed: If a box cannot even be started.
    """
    walls = find_walls()
    zygote = Zygote(walls, unsafe=True)
    try:
        zygote.start()
        child = zygote.spawn({})
        acts = dict(child.refused)
        child.close()
        layers = describe_layers(walls, zygote.facts)
        return Report(tuple(layers), acts, strength(walls, zygote.facts))
    except BoxUnavailable as error:
        layer = Layer("box", False, str(error))
        return Report((layer,), {}, "UNSAFE: submissions were not locked in")
    finally:
        zygote.stop()
