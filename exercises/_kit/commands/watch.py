"""``python -m exercises watch``: run the tests of every module that is saved."""

import queue
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from _kit.commands import CommandError, keyboard
from _kit.commands.hints import show_hint
from _kit.commands.progress import COLOURS, bonus_texts, points_text, show_next, show_progress
from _kit.commands.reset import reset
from _kit.commands.runner import Runner
from _kit.commands.worker import Event, EventKind, Order
from _kit.language import Translator
from _kit.terminal import Screen, pad, widest
from _kit.unit.manifest import FOLDER, Exercise, load_exercises
from _kit.unit.modules import UnreadableError, fingerprint, read
from _kit.unit.status import Status, find_statuses, load_progress

# A save is one to three changes of a file in a row: answer when none has come for STEP_MS.
STEP_MS = 10
DEBOUNCE_MS = 50
TIMEOUT_MS = 200
# Up to so many exercises are all listed after a run; of more, only those that need work.
LISTED = 6

Saved = frozenset[str]
"""The names of the files that were saved, without .py."""
Inbox = queue.Queue[Saved | Event | str]
"""What happens, in order: saves, events of the worker, keys."""


def watch(screen: Screen, translate: Translator, *, fork: bool) -> None:
    """
    Run the tests of what is saved until q is pressed.

    Args:
        screen: Where to.
        translate: Translates what is shown.
        fork: Whether runs are forked from one worker.

    Raises:
        CommandError: If watchfiles, torch or pytest is missing.
    """
    try:
        from watchfiles import watch as changes_in
    except ImportError:
        raise CommandError(
            "watch needs the package watchfiles. Install it: {command}",
            command="pip install watchfiles",
        ) from None
    inbox: Inbox = queue.Queue()
    stop = threading.Event()

    def follow() -> None:
        # The first answer, changes or a time without any, means that from now on no save
        # is missed.
        for changes in changes_in(
            FOLDER,
            recursive=False,
            step=STEP_MS,
            debounce=DEBOUNCE_MS,
            rust_timeout=TIMEOUT_MS,
            yield_on_timeout=True,
            stop_event=stop,
        ):
            inbox.put(frozenset(Path(path).stem for _, path in changes if path.endswith(".py")))

    show_progress(screen, translate)
    session = Session(screen, translate, Runner(inbox.put, fork=fork))
    threading.Thread(target=follow, daemon=True).start()
    try:
        with keyboard.listen(inbox.put) as has_keyboard:
            first = _next(inbox)
            session.greet(has_keyboard)
            session.handle(first)
            while session.handle(_next(inbox)):
                pass
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        session.runner.close()


def _next(inbox: Inbox) -> Saved | Event | str:
    while True:
        try:
            # In steps: on Windows a wait without end cannot be interrupted.
            return inbox.get(timeout=0.5)
        except queue.Empty:
            continue


class Session:
    """The state of ``watch``: the modules as last seen, what is running, and what failed."""

    def __init__(self, screen: Screen, translate: Translator, runner: Runner) -> None:
        self.screen, self.translate, self.runner = screen, translate, runner
        self.exercises = load_exercises()
        self.seen = {module: _content(module) for module in self._modules()}
        self.running: Sequence[Exercise] = ()
        self.failing: Exercise | None = None
        self.has_keyboard = False
        self.asked = ""
        """The key that has to be pressed again."""

    def greet(self, has_keyboard: bool) -> None:
        """Print that watching has begun, and the keys."""
        self.has_keyboard = has_keyboard
        self.screen.line()
        self.screen.wrapped(self.translate("Watching. Save a module to run its tests."))
        self._menu()

    def handle(self, what: Saved | Event | str) -> bool:
        """Answer a save, an event or a key, and return whether to go on."""
        if isinstance(what, str):
            return self._key(what)
        if isinstance(what, frozenset):
            self._saved(what)
        elif what.kind == EventKind.FAILED:
            raise CommandError(
                "The tests need the package {name}. Install it: {command}",
                name=what.package,
                command=f"pip install {what.package}",
            )
        elif what.kind == EventKind.RESULT:
            self._result(what)
        elif what.kind == EventKind.ENDED:
            self._ended()
        return True

    def _modules(self) -> list[str]:
        return list(dict.fromkeys(exercise.module for exercise in self.exercises))

    def _saved(self, stems: Saved) -> None:
        touched: list[Exercise] = []
        for module in self._modules():
            before, now = self.seen[module], _content(module)
            if before and not now:
                # Many editors empty a file before they fill it.
                time.sleep(DEBOUNCE_MS / 1000)
                now = _content(module)
            self.seen[module] = now
            members = [exercise for exercise in self.exercises if exercise.module == module]
            if f"test_{module}" in stems:
                touched += members
            elif now != before:
                touched += [one for one in members if self._differs(one, before, now)] or members
        if touched:
            # What this save interrupts has no result yet.
            again = [one for one in self.running if one not in touched]
            self._run([one for one in self.exercises if one in touched or one in again])

    def _differs(self, exercise: Exercise, before: bytes, now: bytes) -> bool:
        return fingerprint(before, exercise, self.exercises) != fingerprint(
            now, exercise, self.exercises
        )

    def _run(self, exercises: Sequence[Exercise]) -> None:
        self.running = exercises
        self.runner.run(
            Order(
                modules=list(dict.fromkeys(exercise.module for exercise in exercises)),
                exercises=[exercise.id for exercise in exercises],
                columns=self.screen.width,
                language=self.translate.language,
            )
        )

    def _result(self, event: Event) -> None:
        ran, self.running = self.running, ()
        self._rule(", ".join(dict.fromkeys(f"{exercise.module}.py" for exercise in ran)))
        if event.problem:
            self.screen.line(self.translate("The tests could not be run:"), "red")
            self.screen.line(event.problem)
        statuses = {one: Status(event.statuses[one.id]) for one in ran if one.id in event.statuses}
        good = (Status.DONE, Status.NOT_STARTED)
        width = widest((one.id for one in statuses), 4)
        for one, status in statuses.items():
            if len(ran) <= LISTED or status not in good:
                text = f"{pad(one.id, width)} {self.translate(status)}: {one.label}"
                self.screen.line(text, COLOURS.get(status, "yellow"))
        self.failing = next((one for one in statuses if statuses[one] not in good), None)
        if event.failure:
            self.screen.line("\n" + event.failure)
        for text in event.comparisons:
            self.screen.wrapped(text)
        found = find_statuses(self.exercises, load_progress())
        self.screen.line("\n" + points_text(found, self.translate))
        for line in bonus_texts(found, self.translate):
            self.screen.line(line)
        if statuses and set(statuses.values()) == {Status.DONE}:
            self.screen.line()
            show_next(self.screen, self.translate, found)
        self._menu()

    def _ended(self) -> None:
        ran, self.running = self.running, ()
        self._rule(", ".join(exercise.label for exercise in ran))
        self.screen.wrapped(
            self.translate(
                "The tests ended without a result: your code ends Python or never returns."
            ),
            colour="red",
        )
        self._menu()

    def _key(self, key: str) -> bool:
        key, sure = key.lower(), self.asked == key.lower()
        self.asked = ""
        # On Windows Ctrl-C arrives as a key.
        if key in ("q", "\x03"):
            return False
        if key == "r":
            self.screen.line(self.translate("Running everything ..."))
            self.screen.stream.flush()
            self._run(self.exercises)
        elif key == "h":
            self.screen.line()
            show_hint(self.screen, self.translate, self.failing.names[0] if self.failing else None)
            self._menu()
        elif key == "n":
            self.screen.line()
            show_next(self.screen, self.translate)
            self._menu()
        elif key == "l":
            self.screen.line()
            show_progress(self.screen, self.translate, every=True)
            self._menu()
        elif key == "x":
            self._reset(sure=sure)
        return True

    def _reset(self, *, sure: bool) -> None:
        """Restore the stub of what fails, or else of the next exercise, if asked twice."""
        found = find_statuses(self.exercises, load_progress())
        todo = next((one.exercise for one in found if not one.is_done), None)
        exercise = self.failing or todo
        if exercise is None:
            return
        self.screen.line()
        if sure:
            reset(self.screen, self.translate, exercise.names[0], sure=True)
            self._menu()
            return
        self.asked = "x"
        self.screen.wrapped(
            self.translate(
                "Press x again to restore the stub of {name}; your code is kept in .backups.",
                name=exercise.label,
            )
        )
        self.screen.stream.flush()

    def _rule(self, what: str) -> None:
        text = f"--- {time.strftime('%H:%M:%S')} {what} "
        if len(text) > self.screen.width:
            text = text[: self.screen.width - 4] + "... "
        self.screen.line("\n" + text + "-" * (self.screen.width - len(text)), "bold")

    def _menu(self) -> None:
        if self.has_keyboard:
            self.screen.line(
                self.translate("r run all   h hint   n next   l list   x reset   q quit"), "grey"
            )
        else:
            self.screen.line(self.translate("Ctrl-C quits."), "grey")
        self.screen.stream.flush()


def _content(module: str) -> bytes:
    try:
        return read(module)
    except UnreadableError:
        return b""
