"""
How far you are, what is next, hints, a second chance, and what to hand in.

    python -m exercises
    python -m exercises hint sigmoid
    python -m exercises watch
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from _kit.errors import Refused  # noqa: E402 - needs the path above
from _kit.language import LANGUAGES, translator  # noqa: E402
from _kit.terminal import Screen  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code: 0, 1 for a no, 2 for what cannot be done."""
    chosen = _parser().parse_args(arguments)
    language = getattr(chosen, "lang", None)
    screen, say = Screen(), translator(language)
    try:
        return _dispatch(chosen, screen, language)
    except Refused as error:
        sys.stdout.flush()
        Screen(sys.stderr).line(str(error))
        return 2
    except KeyboardInterrupt:
        screen.line("\n" + say("Interrupted."))
        return 130
    except BrokenPipeError:  # "| head" has seen enough
        sys.stderr.close()
        return 0


def _dispatch(chosen: argparse.Namespace, screen: Screen, language: str | None) -> int:
    say = translator(language)
    # Each command imports its own: the first answer must come at once.
    if chosen.command == "hint":
        from _kit.hints import show_hint

        show_hint(screen, say, chosen.name, chosen.step)
    elif chosen.command == "next":
        from _kit.progress import show_next

        show_next(screen, say)
    elif chosen.command == "reset":
        from _kit.reset import reset

        return 0 if reset(screen, say, chosen.name, sure=chosen.yes) else 1
    elif chosen.command == "watch":
        from _kit.warm import can_fork
        from _kit.watch import watch

        watch(screen, say, language, fork=can_fork() and not chosen.no_fork)
    elif chosen.command == "pack":
        from _kit.pack import pack

        pack(screen, say, chosen.to)
    else:
        from _kit.progress import show_progress

        show_progress(screen, say, every=getattr(chosen, "all", False))
    return 0


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help="the language (default: that of LANG)",
    )
    parser = argparse.ArgumentParser(
        prog="python -m exercises",
        description="How far you are, what is next, hints, and what to hand in.",
        parents=[shared],
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[shared])

    progress = command("progress", "where you are and what is next (the default)")
    progress.add_argument("--all", action="store_true", help="list every exercise")
    command("next", "what is next, why, and the command for it")
    hint = command("hint", "the next hint of an exercise: a question, a tool, a place")
    hint.add_argument("name", nargs="?", help="a function, a class or an id: sigmoid, LR, E06")
    hint.add_argument("--step", type=int, choices=(1, 2, 3), help="see this one again")
    reset = command("reset", "put a stub back; what was there is kept in .backups")
    reset.add_argument("name", help="a function, a class, an id, or a whole module")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    watching = command("watch", "run the tests of what you save, until q")
    watching.add_argument(
        "--no-fork", action="store_true", help="a new process for every run, as on Windows"
    )
    packing = command("pack", "test your modules once more and write one zip to hand in")
    packing.add_argument("--to", type=Path, metavar="FILE", help="default: the name of the unit")
    return parser


if __name__ == "__main__":
    sys.exit(main())
