"""Every attack gets its outcome and is stopped by the layers that its attack.toml names."""

import contextlib
import platform
import shutil

import pytest
from helpers.attacks import ATTACKS, FOLDER, LIMIT_S, MANY, Control, Impossible, judge_naively
from helpers.box import ask
from helpers.control.targets import Targets
from helpers.control.weakened_zygote import WeakenedZygote
from helpers.courses import TOY
from helpers.judged import task

from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig
from grader.errors import BoxFailed
from grader.text import clean

pytestmark = pytest.mark.usefixtures("walls")

#: Stopped because the verdict is made in another process than the submission runs in.
APART = [attack for attack in ATTACKS if attack.stopped_by == ["process"]]
#: Stopped because the clock is outside.
ENDLESS = [attack for attack in ATTACKS if attack.stopped_by == ["clock"]]
BOX = [attack for attack in ATTACKS if attack not in APART and attack not in ENDLESS]
#: Every step with which a child locks itself in.
ATTESTED = ["landlock", "seccomp", "scratch", "limits", "privileges", "descriptors", "session"]
TWOFOLD = [
    pytest.param(attack, layer, id=f"{attack.name}-{layer}")
    for attack in BOX
    for layer in attack.stopped_by
    if len(attack.stopped_by) > 1
]


@pytest.fixture(scope="module")
def targets():
    """What the attacks are after."""
    attacked = Targets()
    yield attacked
    attacked.close()


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The toy course with a limit short enough for many that never end."""
    folder = tmp_path_factory.mktemp("course") / "toy"
    shutil.copytree(TOY, folder)
    manifest = folder / "exercises" / "unit.toml"
    manifest.write_text(manifest.read_text().replace("limit_s = 2", f"limit_s = {LIMIT_S}"))
    return folder


@pytest.fixture(scope="module")
def judged(targets, course):
    """Every attack, judged in the real box by two judges; and what all of them left outside."""
    slow_first = sorted(ATTACKS, key=lambda attack: attack.facts["outcomes"] != ["TIMED_OUT"])
    tasks = [task(number, attack.files(targets, MANY)) for number, attack in enumerate(slow_first)]
    with Pool(WorkerConfig(course), jobs=2) as pool:
        found = {slow_first[one.number].name: one.verdicts for one in pool.judge(tasks)}
    left = [attack.name for attack in ATTACKS if targets.planted(attack.name)]
    left += [f"sent: {text}" for text in targets.received()]
    left += ["spoiled a file"] * targets.spoiled() + ["killed a process"] * targets.marker_ended()
    return found, left


@pytest.fixture(scope="module")
def control(targets):
    """The weakened boxes: one behind bubblewrap, one without."""
    behind, bare = WeakenedZygote(outer=True), WeakenedZygote(outer=False)
    behind.launch()
    bare.launch()
    behind.wait_until_warm()
    bare.wait_until_warm()
    yield Control(targets, behind, bare)
    behind.stop()
    bare.stop()


@pytest.fixture(scope="module")
def naive(targets, tmp_path_factory):
    """What a grader in one process makes of the attacks that are stopped by being apart."""
    return judge_naively(APART, targets, tmp_path_factory.mktemp("naive"))


def require_machine(attack):
    """Skip an attack that uses the call numbers of another kind of machine."""
    if attack.needs_x86() and platform.machine() != "x86_64":
        pytest.skip("its system calls have the numbers of x86_64")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_gets_its_outcome(attack, judged):
    """In the real box it earns what it is worth; the exercise beside it keeps its points."""
    require_machine(attack)
    double, _, total, _ = judged[0][attack.name]
    if "checks" in attack.facts:
        outcomes = [verdict.outcome for verdict in judged[0][attack.name]]
        assert outcomes == attack.facts["checks"]

    assert double.outcome in attack.facts["outcomes"], double
    assert total.outcome in attack.facts.get("total", ["PASSED"]), total


def test_no_attack_leaves_anything_behind(judged):
    """No file, no message, no dead process, nothing changed outside."""
    assert judged[1] == []


def test_nothing_that_is_said_of_an_attack_steers_a_terminal(judged):
    """Messages and notes are clean, no matter what the submission put into them."""
    for verdicts in judged[0].values():
        for verdict in verdicts:
            for text in (verdict.message.text, verdict.note):
                assert clean(text) == text


@pytest.mark.parametrize("attack", BOX, ids=lambda attack: attack.name)
def test_attack_is_real(attack, control):
    """Without the layers that stop it, it gets what it is after."""
    require_machine(attack)
    try:
        assert control.loots(attack, attack.stopped_by)
    except Impossible as here:
        pytest.skip(str(here))


def test_attacks_on_time_are_real(control):
    """Left alone, each of them is still busy when the limit is long over."""
    assert control.still_busy(ENDLESS) == {attack.name for attack in ENDLESS}


@pytest.mark.parametrize("attack", APART, ids=lambda attack: attack.name)
def test_attack_fools_a_grader_in_one_process(attack, naive):
    """Where submission and verdict share a process, it gets what it is after."""
    assert naive[attack.name] == attack.facts["loot"]


def test_attacks_on_the_connection_know_the_number_of_the_next_frame(control):
    """A forged frame with another number would be refused for that alone."""
    code = b"from connection import number\n\n\ndef f():\n    return number()\n"
    files = {"work.py": code, "connection.py": (FOLDER / "connection.py").read_bytes()}
    child = control.behind.spawn_without((), files)

    known = [ask(child, "work.f")["value"] for _ in range(3)]
    child.close()

    assert known == [2, 3, 4]


@pytest.mark.parametrize(("attack", "layer"), TWOFOLD)
def test_each_layer_stops_it_alone(attack, layer, control):
    """Where several layers stop an attack, any one of them is enough."""
    require_machine(attack)
    off = [other for other in attack.stopped_by if other != layer]

    with contextlib.suppress(Impossible):
        assert not control.loots(attack, off)


@pytest.mark.parametrize("layer", ATTESTED)
@pytest.mark.parametrize("how", ["silent", "failing"])
def test_a_layer_that_cannot_be_put_on_is_the_graders_failure(layer, how, control):
    """Whether its step raises or does nothing: no submission comes into such a child."""
    with pytest.raises(BoxFailed, match="could not lock itself in"):
        control.behind.spawn_broken(**{how: layer})


@pytest.mark.parametrize("kind", ["behind", "bare"])
def test_a_scratch_folder_that_all_may_write_to_is_the_graders_failure(kind, control):
    """If the mount does nothing, /tmp is writable without bubblewrap, but everybody may use it."""
    with pytest.raises(BoxFailed, match="allowed: scratch folder: share its folder with others"):
        getattr(control, kind).spawn_broken(silent="mount")
