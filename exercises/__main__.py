"""
How far you are, what is next, hints, a second chance, and what to hand in.

    python -m exercises
    python -m exercises hint sigmoid
    python -m exercises watch
"""

import argparse
import gettext
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from _kit.errors import Refused  # noqa: E402 - needs the path above
from _kit.language import DOMAIN, LANGUAGES, LOCALE, Translator, translator  # noqa: E402
from _kit.terminal import Screen, can_write, wrap  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code: 0, 1 for a no, 2 for what cannot be done."""
    screen = Screen()
    language = _language(arguments, screen)
    say = translator(language)
    try:
        chosen = _parser(say).parse_args(arguments)
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


def _language(arguments: list[str] | None, screen: Screen) -> str | None:
    """Return the language that is asked for; English where the terminal cannot write it."""
    asking = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    asking.add_argument("--lang", nargs="?")
    language = asking.parse_known_args(arguments)[0].lang
    if not can_write(translator(language)("done"), screen.stream):
        language = "en"
    if language in LANGUAGES:
        os.environ["LANGUAGE"] = language
    # argparse asks gettext for its own words.
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
    return language if language in LANGUAGES else None


class _Formatter(argparse.HelpFormatter):
    """Breaks lines of help by columns: a Chinese character takes two."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(wrap(text, width, indent, indent))


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


def _parser(say: Translator) -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help=say("the language (default: that of LANG)"),
    )
    parser = argparse.ArgumentParser(
        prog="python -m exercises",
        description=say("How far you are, what is next, hints, and what to hand in."),
        parents=[shared],
        formatter_class=_Formatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=text, description=text, parents=[shared], formatter_class=_Formatter
        )

    progress = command("progress", say("where you are and what is next (the default)"))
    progress.add_argument("--all", action="store_true", help=say("list every exercise"))
    command("next", say("what is next, why, and the command for it"))
    hint = command("hint", say("the next hint of an exercise: a question, a tool, a place"))
    hint.add_argument("name", nargs="?", help=say("a function, a class or an id: sigmoid, LR, E06"))
    hint.add_argument("--step", type=int, choices=(1, 2, 3), help=say("see this one again"))
    reset = command("reset", say("put a stub back; what was there is kept in .backups"))
    reset.add_argument("name", help=say("a function, a class, an id, or a whole module"))
    reset.add_argument("--yes", action="store_true", help=say("do not ask"))
    watching = command("watch", say("run the tests of what you save, until q"))
    watching.add_argument(
        "--no-fork", action="store_true", help=say("a new process for every run, as on Windows")
    )
    packing = command("pack", say("test your modules once more and write one zip to hand in"))
    packing.add_argument(
        "--to", type=Path, metavar="FILE", help=say("default: the name of the unit")
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
