"""The proof of the reference on disk: exact, asked again in part, and nobody else's."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.box import run
from helpers.courses import TOY
from helpers.judged import task

from grader.box.child import Reply
from grader.box.inside import values
from grader.box.sandbox import readable_paths
from grader.box.strength import FULL, UNSAFE, BoxRecord
from grader.box.zygote import Zygote
from grader.course.manifest import Course
from grader.engine.local import Pool
from grader.engine.worker import WorkerConfig, proof_file
from grader.intake.submission import Submission
from grader.judging.judge import Judge, ProofRefuted
from grader.judging.proof import MOST_KEPT, Proof, ProofFile
from grader.judging.reference import Reference
from grader.judging.session import run_session
from grader.testing.failures import Question

WRONG = b"def double(x):\n    return x + 2\ndef total(x):\n    return x.sum().item()\n"
BOX = BoxRecord(FULL, {}, "2")
NOTHING = Proof((), (), ())

Prove = Callable[[ProofFile | None], dict[str, Any]]


@pytest.fixture
def file(tmp_path: Path) -> ProofFile:
    """A file in a folder that is not there yet."""
    return ProofFile(tmp_path / "proofs", ["all that decides it"])


@pytest.fixture
def prove(toy: Course, zygote: Zygote) -> Prove:
    """Prove the toy course by a file and return what its judge then knows and says."""

    def prove(file: ProofFile | None) -> dict[str, Any]:
        found: dict[str, Any] = {}

        def body(judge: Judge) -> None:
            judge.prove_reference(file)
            judge.reference.close()
            for name, files in (("right", judge.reference.files), ("wrong", {"shapes.py": WRONG})):
                found[name] = judge.judge(Submission(name, files)).verdicts
            found["plan"] = judge.plan
            found["answers"] = {
                each.question: str(judge.reference.ask(each.question)) for each in judge.plan
            }

        run_session(toy, zygote.spawn, body)
        return found

    return prove


def spoiled(proof: Proof) -> Proof:
    """Return a proof in which every reply is another one."""
    replies = [replace(each, text=each.text.replace(b"value", b"volue")) for each in proof.replies]
    return msgspec.structs.replace(proof, replies=tuple(replies))


def bytes_of(proof: Proof | None) -> Any:
    """Return a proof without what its answers cost."""
    assert proof is not None
    return proof.questions, [(each.text, each.blob) for each in proof.replies], proof.checks


def test_a_kept_proof_stands_for_a_fresh_one(file, prove, monkeypatch):
    """Plan, answers of the reference and verdicts are equal, and nothing is proved again."""
    without, fresh = prove(None), prove(file)
    monkeypatch.setattr(Judge, "_prove", None)

    kept = prove(file)

    assert without == fresh == kept
    assert [verdict.outcome for verdict in kept["wrong"]] == ["WRONG", "WRONG", "PASSED", "PASSED"]


def test_kept_answers_to_the_calls_of_a_contract_are_read_one_by_one(toy):
    """They have a line each, and are the same as fresh ones."""
    reference = Reference(toy, lambda *_: pytest.fail("it was asked"))
    question = Question("calls", "shapes.double", b"{}", b"")
    reply = Reply(*values.encode_each([{"value": 2, "earlier": []}]))
    reference.known[question.text, question.blob] = reply

    (part,) = reference.ask(question)["value"].of(1)

    assert part.fields["value"] == 2


def test_a_proof_that_is_answered_otherwise_is_discarded_before_anybody_is_judged(file, prove):
    """Whichever check is asked again, no judgement is given, and the next judge proves in full."""
    fresh, proof = prove(file), file.read()
    file.write(spoiled(proof))

    with pytest.raises(ProofRefuted):
        prove(file)

    assert file.read() is None
    assert prove(file) == fresh
    assert bytes_of(file.read()) == bytes_of(proof)


def test_a_pool_judges_by_a_fresh_proof_if_the_kept_one_is_refuted(tmp_path, monkeypatch):
    """The judge ends, and another one judges the same task."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    judged, files = [], []
    for _ in range(2):
        with Pool(WorkerConfig(TOY), jobs=1) as pool:
            (found,) = pool.judge([task(0, {"shapes.py": WRONG})])
        judged.append(found.verdicts)
        (path,) = (tmp_path / "coursework-grader").iterdir()
        file = ProofFile(path.parent, [])
        file.path = path
        files.append(bytes_of(file.read()))
        file.write(spoiled(file.read()))

    assert judged[0] == judged[1]
    assert files[0] == files[1]


def test_a_proof_of_other_checks_is_discarded(file, prove):
    """A file whose checks are not those of the course stands for nothing."""
    fresh = prove(file)
    file.write(NOTHING)

    assert prove(file) == fresh


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change_a_byte(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize(
    "spoil",
    [
        cut,
        change_a_byte,
        link,
        lambda path: path.write_bytes(b""),
        lambda path: path.chmod(0o620),
        lambda path: path.chmod(0o604),
        lambda path: path.parent.chmod(0o770),
        lambda path: path.unlink(),
    ],
)
def test_what_only_this_user_can_have_written_is_read(file, spoil):
    """A damaged file, a link, or one that others may write or see is as good as none."""
    file.write(NOTHING)
    assert file.read() == NOTHING

    spoil(file.path)

    assert file.read() is None


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("of_folder", [False, True])
def test_what_belongs_to_another_user_is_not_read(file, of_folder):
    """Neither a file of somebody else nor one in a folder of somebody else."""
    file.write(NOTHING)

    os.chown(file.path.parent if of_folder else file.path, 12345, -1)

    assert file.read() is None


def test_nothing_is_written_where_others_can_enter(file):
    """A folder that was there before and is open stays as it is."""
    file.path.parent.mkdir(mode=0o755)

    file.write(NOTHING)

    assert list(file.path.parent.iterdir()) == []


def test_files_are_for_this_user_alone_and_not_many(tmp_path):
    """Mode 600 in a folder of mode 700; the oldest go."""
    for number in range(MOST_KEPT + 2):
        last = ProofFile(tmp_path / "proofs", [str(number)])
        last.write(NOTHING)
        os.utime(last.path, (number, number))

    assert last.path.stat().st_mode & 0o777 == 0o600
    assert last.path.parent.stat().st_mode & 0o777 == 0o700
    assert len(list(last.path.parent.iterdir())) == MOST_KEPT
    assert last.read() == NOTHING


def test_a_home_that_cannot_be_written_to_costs_nothing(tmp_path):
    """Then nothing is kept."""
    (tmp_path / "taken").write_text("")
    file = ProofFile(tmp_path / "taken" / "proofs", ["this"])

    file.write(NOTHING)

    assert file.read() is None


def test_all_that_decides_answers_is_in_the_name(course, toy, monkeypatch):
    """Course, box, Python, processor and installed packages."""
    names = {proof_file(each, BOX).path.name for each in (course, toy)}
    names.add(proof_file(toy, replace(BOX, torch="3")).path.name)
    others = {
        "sys.version": "another",
        "grader.engine.worker.processor": lambda: "another",
        "os.listdir": lambda _: ["another-1.dist-info"],
    }
    for what, other in others.items():
        with monkeypatch.context() as patched:
            patched.setattr(what, other)
            names.add(proof_file(toy, BOX).path.name)

    assert len(names) == 6


def test_a_box_that_could_see_the_folder_has_no_proof(toy, monkeypatch):
    """Neither without a box nor with a cache among what submissions may read."""
    assert proof_file(toy, BOX) is not None
    assert proof_file(toy, replace(BOX, strength=UNSAFE)) is None
    monkeypatch.setenv("XDG_CACHE_HOME", f"{readable_paths()[0]}/cache")

    assert proof_file(toy, BOX) is None


def test_a_submission_does_not_see_the_folder(toy, zygote):
    """It can neither read nor list nor write where the proofs of this user lie."""
    file = proof_file(toy, BOX)
    file.write(NOTHING)
    assert file.read() == NOTHING
    acts = ("open(p)", "os.listdir(d)", "open(p, 'w')", "os.mkdir(d + '/more')", "os.rmdir(d)")

    for act in acts:
        reply = run(
            zygote,
            f"import os\n\n\ndef f(p, d):\n    {act}\n",
            str(file.path),
            str(file.path.parent),
        )
        assert "OSError" in reply["raised"]["bases"], act
    assert file.read() == NOTHING
