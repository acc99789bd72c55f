"""
Proofs for the doctor: in one scratch child for each layer, forbidden acts without it and with it.

A refusal proves a layer only where the same act was possible a moment before and nothing else
stands in its way, so each layer is put on alone. No submission is anywhere near: the doctor
asks for this, grading never does.
"""

import json
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from .. import policy
from ..control import Targets
from ..frames import write_all
from ..policy import Layer, Limits
from . import landlock, seccomp, steps
from .forbidden_acts import ACTS, Act, Context, Tried
from .syscalls import prctl

_NO_NEW_PRIVS = 38
_ALARM_S = 20
_LEFT = "left-by-a-proof"


def prove(prepared: steps.Prepared, targets: Targets | None) -> dict[str, bool]:
    """
    Return, for each act, whether it was possible without its layer and refused with it.

    Args:
        prepared: What children enter.
        targets: What bubblewrap must keep out of reach; None where there is no bubblewrap.
    """
    layers, on = prepared.layers, prepared.layers.on()
    if targets:
        on |= {Layer.BUBBLEWRAP, Layer.UNPRIVILEGED}
    context = Context(Limits(), layers.scratch, targets or Targets())
    proofs: dict[str, bool] = {}
    for layer in Layer:
        acts = [act for act in ACTS if act.layer is layer and Tried.WITH in act.tried]
        acts = [act for act in acts if act.landlock_abi <= layers.landlock_abi]
        if layer is Layer.PRIVILEGES and Layer.SCRATCH not in on:
            continue  # Nobody can become root here, and so nobody can give it up.
        if layer in on and acts:
            proofs |= _in_child(partial(_try_layer, layer, acts, prepared, context))
    if Layer.SCRATCH in on:
        left = os.path.exists(f"{layers.scratch}/{_LEFT}")
        proofs[f"{Layer.SCRATCH}: leave a file for others"] = not left
    return proofs


def _in_child(attempt: Callable[[], dict[str, bool]]) -> dict[str, bool]:
    """Run *attempt* in a scratch child and return what it found."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        # Where children have it: the layer of descriptors closes everything above.
        os.dup2(writer, steps.ANSWERS_FD)
        try:
            signal.alarm(_ALARM_S)
            found = attempt()
        except BaseException as error:
            found = {f"a scratch child failed: {type(error).__name__}: {error}": False}
        write_all(steps.ANSWERS_FD, json.dumps(found).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        found_text = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if not found_text:
        return {f"a scratch child ended with {status}": False}
    return dict(json.loads(found_text))


def _try_layer(
    layer: Layer, acts: list[Act], prepared: steps.Prepared, context: Context
) -> dict[str, bool]:
    """Try the acts of one layer in this process, put the layer on and try them again."""
    context = _make_possible(layer, prepared.layers, context)
    possible = {
        act for act in acts if Tried.WITHOUT not in act.tried or not act.is_refused(context)
    }
    _put_on(layer, prepared, context.limits)
    proofs = {str(act): act in possible and act.is_refused(context) for act in acts}
    if layer is Layer.SCRATCH:
        open(f"{context.scratch}/{_LEFT}", "w").close()
    if layer is Layer.LANDLOCK and prepared.layers.folders:
        os.chmod(policy.ZYGOTE_FOLDER, 0o555)  # Landlock does not refuse this.
    return proofs


def _make_possible(layer: Layer, layers: steps.Layers, context: Context) -> Context:
    """Make what the acts of *layer* need so that nothing but the layer can refuse them."""
    if layer is Layer.LANDLOCK:
        listener = socket.create_server(("127.0.0.1", 0))
        context = replace(context, targets=Targets(port=listener.getsockname()[1]))
        listener.detach()  # It stays open as long as this process.
    if layers.folders and layer in (Layer.LANDLOCK, Layer.FOLDERS):
        os.chmod(policy.ZYGOTE_FOLDER, 0o700)
    if layer is Layer.PRIVILEGES:
        # Root in a user namespace of its own, as children are for a moment.
        steps.mount_scratch(context.scratch, context.limits)
    elif layer is Layer.DESCRIPTORS:
        os.dup2(0, 60)
    return context


def _put_on(layer: Layer, prepared: steps.Prepared, limits: Limits) -> None:
    """Put one layer on this process; what is outside of the zygote is on already."""
    if layer is Layer.SCRATCH:
        steps.mount_scratch(prepared.layers.scratch, limits)
    elif layer is Layer.FOLDERS:
        steps.close_folder(policy.ZYGOTE_FOLDER)
    elif layer is Layer.PRIVILEGES:
        steps.drop_privileges()
    elif layer is Layer.LANDLOCK:
        landlock.enter(prepared.readable, policy.WRITABLE)
    elif layer is Layer.LIMITS:
        steps.set_limits(limits, prepared.address_space)
    elif layer is Layer.SECCOMP:
        prctl(_NO_NEW_PRIVS, 1)
        seccomp.install(prepared.filter, os.getpid())
    elif layer is Layer.DESCRIPTORS:
        steps.close_rest()
