"""``python -m exercises watch``: every save is answered with the first thing to fix."""

import queue
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from _kit.commands import CommandError, keyboard
from _kit.commands.hints import show_hint
from _kit.commands.progress import COLOURS, show_next, show_progress
from _kit.commands.runner import Runner
from _kit.language import Translator
from _kit.terminal import Screen
from _kit.unit.manifest import FOLDER, Exercise, load_exercises
from _kit.unit.modules import Unreadable, fingerprint, read
from _kit.unit.progress_file import load_state
from _kit.unit.status import standings

# A save is one to three events in a row: answer when none has come for STEP_MS.
STEP_MS = 10
DEBOUNCE_MS = 50
TIMEOUT_MS = 200


def watch(screen: Screen, say: Translator, language: str | None, *, fork: bool) -> None:
    """
    Run what a save touches until q is pressed.

    Args:
        screen: Where to.
        say: Translates what is shown.
        language: Of the failures, "en" or "zh"; None for that of LANG.
        fork: Whether runs are forked from one warm process.

    Raises:
        CommandError: If watchfiles, torch or pytest is missing.
    """
    try:
        from watchfiles import watch as changes_in
    except ImportError:
        raise CommandError(
            say(
                "watch needs the package watchfiles. Install it: {command}",
                command="pip install watchfiles",
            )
        ) from None
    inbox: queue.Queue[tuple[str, Any]] = queue.Queue()
    stop = threading.Event()

    def follow() -> None:
        # The first answer, of changes or of a time without any, says that no save is missed
        # from now on.
        for changes in changes_in(
            FOLDER,
            recursive=False,
            step=STEP_MS,
            debounce=DEBOUNCE_MS,
            rust_timeout=TIMEOUT_MS,
            yield_on_timeout=True,
            stop_event=stop,
        ):
            inbox.put(("saved", {Path(path).stem for _, path in changes if path.endswith(".py")}))

    show_progress(screen, say)
    session = _Session(screen, say, language, Runner(lambda e: inbox.put(("run", e)), fork=fork))
    threading.Thread(target=follow, daemon=True).start()
    try:
        with keyboard.listen(lambda key: inbox.put(("key", key))) as has_keyboard:
            first = _next(inbox)
            session.greet(has_keyboard)
            session.handle(*first)
            while session.handle(*_next(inbox)):
                pass
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        session.runner.close()


def _next(inbox: "queue.Queue[tuple[str, Any]]") -> tuple[str, Any]:
    while True:
        try:
            # In steps: on Windows a wait without end cannot be interrupted.
            return inbox.get(timeout=0.5)
        except queue.Empty:
            continue


class _Session:
    """What is on the screen and what is running."""

    def __init__(
        self, screen: Screen, say: Translator, language: str | None, runner: Runner
    ) -> None:
        self.screen, self.say, self.language, self.runner = screen, say, language, runner
        self.exercises = load_exercises()
        self.seen = {module: _content(module) for module in self._modules()}
        self.running: list[Exercise] = []
        self.stuck: Exercise | None = None
        self.has_keyboard = False

    def greet(self, has_keyboard: bool) -> None:
        """Say what can be done."""
        self.has_keyboard = has_keyboard
        self.screen.line()
        self.screen.wrapped(self.say("Watching. Save a module and its tests run."))
        self._menu()

    def handle(self, kind: str, what: Any) -> bool:
        """Answer one event and return whether to go on."""
        if kind == "saved":
            self._saved(what)
        elif kind == "key":
            return self._key(what)
        elif what["event"] == "failed":
            raise CommandError(
                self.say(
                    "The tests need the package {name}. Install it: {command}",
                    name=what["reason"],
                    command=f"pip install {what['reason']}",
                )
            )
        elif what["event"] == "result":
            self._result(what)
        elif what["event"] == "ended":
            self._ended()
        return True

    def _modules(self) -> list[str]:
        return list(dict.fromkeys(exercise.module for exercise in self.exercises))

    def _saved(self, stems: set[str]) -> None:
        touched = []
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
            # What was interrupted by this save has no verdict yet.
            again = [one for one in self.running if one not in touched]
            self._run([one for one in self.exercises if one in touched or one in again])

    def _differs(self, exercise: Exercise, before: bytes, now: bytes) -> bool:
        return fingerprint(before, exercise, self.exercises) != fingerprint(
            now, exercise, self.exercises
        )

    def _run(self, exercises: Sequence[Exercise]) -> None:
        self.running = exercises
        self.runner.run(
            {
                "modules": list(dict.fromkeys(exercise.module for exercise in exercises)),
                "exercises": [exercise.id for exercise in exercises],
                "columns": self.screen.width,
                "lang": self.language or "",
            }
        )

    def _result(self, event: dict[str, Any]) -> None:
        ran, self.running = self.running, []
        self._rule(", ".join(dict.fromkeys(f"{exercise.module}.py" for exercise in ran)))
        if "problem" in event:
            self.screen.line(self.say("The tests could not be run:"), "red")
            self.screen.line(event["problem"])
        status = event.get("status", {})
        for exercise in ran:
            word = status.get(exercise.id)
            if word and (len(ran) <= 6 or word not in ("done", "not started")):
                text = f"{exercise.id:<4} {self.say(word)}: {exercise.label}"
                self.screen.line(text, COLOURS.get(word, "yellow"))
        bad = [one for one in ran if status.get(one.id) not in (None, "done", "not started")]
        self.stuck = bad[0] if bad else None
        if event.get("failure"):
            self.screen.line("\n" + event["failure"])
        self._points()
        self._menu()
        self.screen.stream.flush()

    def _ended(self) -> None:
        ran, self.running = self.running, []
        self._rule(", ".join(exercise.label for exercise in ran))
        self.screen.wrapped(
            self.say("The tests ended without a verdict: the code ends Python, or never ends."),
            colour="red",
        )
        self._menu()
        self.screen.stream.flush()

    def _key(self, key: str) -> bool:
        key = key.lower()
        # On Windows Ctrl-C reaches whoever waits for a key as a character.
        if key in ("q", "\x03"):
            return False
        if key == "r":
            self.screen.line(self.say("Running everything ..."))
            self._run(self.exercises)
        elif key == "h":
            self.screen.line()
            show_hint(self.screen, self.say, self.stuck.names[0] if self.stuck else None)
            self._menu()
        elif key == "n":
            self.screen.line()
            show_next(self.screen, self.say)
            self._menu()
        self.screen.stream.flush()
        return True

    def _rule(self, what: str) -> None:
        text = f"--- {time.strftime('%H:%M:%S')} {what} "
        if len(text) > self.screen.width:
            text = text[: self.screen.width - 4] + "... "
        self.screen.line("\n" + text + "-" * (self.screen.width - len(text)), "bold")

    def _points(self) -> None:
        found = standings(self.exercises, load_state())
        earned = sum(one.exercise.points for one in found if one.is_done)
        total = sum(one.exercise.points for one in found)
        text = self.say("{earned} of {total} points", earned=f"{earned:g}", total=f"{total:g}")
        self.screen.line(f"\n{text}")

    def _menu(self) -> None:
        if self.has_keyboard:
            self.screen.line(self.say("r run all   h hint   n next   q quit"), "grey")
        else:
            self.screen.line(self.say("Ctrl-C ends it."), "grey")
        self.screen.stream.flush()


def _content(module: str) -> bytes:
    try:
        return read(module)
    except Unreadable:
        return b""
