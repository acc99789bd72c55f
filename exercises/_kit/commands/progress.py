"""``python -m exercises``: a bar for each module, the next exercise, and one command."""

from collections.abc import Iterable, Iterator, Sequence

from _kit.language import Translator
from _kit.terminal import Screen, columns, joined, pad, widest
from _kit.unit.manifest import (
    bonus_lines,
    load_exercises,
    load_unit,
    manual_lines,
    points_of,
    predict_command,
    program,
    task_place,
    test_command,
)
from _kit.unit.status import ExerciseStatus, Progress, Status, find_statuses, load_progress

COLOURS = {
    Status.DONE: "green",
    Status.TO_DO: "grey",
    Status.NOT_STARTED: "grey",
    Status.WRONG: "red",
    Status.ERROR: "red",
}
#: The columns of names of modules and of ids where none of them is wider.
NAME_WIDTH, ID_WIDTH = 10, 4
FIGURES_WIDTH = 21
BAR_WIDTH = 40
SOLVED_SHOWN = 5


def show_progress(screen: Screen, translate: Translator, *, every: bool = False) -> None:
    """
    Print the student's progress. No test is run; the last run is remembered.

    Args:
        screen: Where to.
        translate: Translates what is shown.
        every: List every exercise, not only those that are begun and not done.
    """
    progress = load_progress()
    if progress.broken:
        screen.wrapped(
            translate("The results of the last test run cannot be read. Run the tests again.")
        )
    found = find_statuses(load_exercises(), progress)
    title, points = translate(load_unit().title), points_text(found, translate)
    screen.line(
        f"{pad(title, screen.width - columns(points) - 1)} {points}"
        if columns(title) + columns(points) < screen.width
        else f"{title}: {points}",
        "bold",
    )
    for line in bonus_texts(found, translate):
        screen.wrapped(line)
    screen.line()
    modules = dict.fromkeys(one.exercise.module for one in found)
    width = min(widest(modules, NAME_WIDTH), screen.width // 2)
    for module in modules:
        own = [one for one in found if one.exercise.module == module]
        _module_line(screen, translate, own, width)
    for line in manual_lines(translate):
        screen.wrapped(line, colour="grey")
    screen.line()
    begun = [one for one in found if one.status not in (Status.DONE, Status.TO_DO)]
    _exercise_lines(screen, translate, found if every else begun)
    _solved_lines(screen, translate, progress, every=every)
    show_next(screen, translate, found)


def points_text(statuses: Sequence[ExerciseStatus], translate: Translator) -> str:
    """Return how many points are earned, of how many, without those of a bonus."""
    earned = points_of(one.exercise for one in statuses if one.is_done)
    total = points_of(one.exercise for one in statuses)
    return translate("{earned} of {total} points", earned=f"{earned:g}", total=f"{total:g}")


def bonus_texts(statuses: Sequence[ExerciseStatus], translate: Translator) -> Iterator[str]:
    """Return how many points of a bonus are earned, if there is any."""
    done = [one.exercise for one in statuses if one.is_done]
    return bonus_lines([one.exercise for one in statuses], done, translate)


def _points(statuses: Iterable[ExerciseStatus]) -> float:
    return sum(one.exercise.points for one in statuses)


def _module_line(
    screen: Screen, translate: Translator, ones: list[ExerciseStatus], width: int
) -> None:
    done = [one for one in ones if one.is_done]
    untouched = (Status.DONE, Status.TO_DO, Status.UNREADABLE)
    points, earned = _points(ones), _points(done)
    begun = _points(one for one in ones if one.status not in untouched)
    room = screen.width - width - FIGURES_WIDTH - 2
    bar = screen.bar((earned / points, begun / points), min(max(room, 8), BAR_WIDTH))
    count = translate("{done} of {all}", done=len(done), all=len(ones))
    figures = f"{earned:g}/{points:g}"
    name = pad(ones[0].exercise.module, width)
    screen.line(f"{name} {bar} {pad(count, 10)} {figures:>10}")


def _exercise_lines(screen: Screen, translate: Translator, ones: list[ExerciseStatus]) -> None:
    width = widest((one.exercise.id for one in ones), ID_WIDTH)
    for one in ones:
        word = pad(translate(one.status), 12)
        text = f"{pad(one.exercise.id, width)} {word} {one.exercise.label}"
        if columns(text) + columns(translate(one.exercise.title)) + 3 <= screen.width:
            text = f"{text}: {translate(one.exercise.title)}"
        screen.line(text, COLOURS.get(one.status, "yellow"))
    if ones:
        screen.line()


def _solved_lines(
    screen: Screen, translate: Translator, progress: Progress, *, every: bool
) -> None:
    """Print when exercises were solved and in how many tries, the last ones at the end."""
    exercises = {exercise.id: exercise for exercise in load_exercises()}
    solved = sorted(
        (one.solved, id_, one.tries)
        for id_, one in progress.history.items()
        if one.solved and id_ in exercises
    )
    shown = solved if every else solved[-SOLVED_SHOWN:]
    width = widest((id_ for _, id_, _ in shown), ID_WIDTH)
    for when, id_, tries in shown:
        count = translate("1 try") if tries == 1 else translate("{count} tries", count=tries)
        text = translate("solved {when}, {tries}", when=when, tries=count)
        screen.line(f"{pad(id_, width)} {text}: {exercises[id_].label}", "grey")
    if solved:
        screen.line()


def show_next(
    screen: Screen, translate: Translator, found: Sequence[ExerciseStatus] | None = None
) -> None:
    """Print the next exercise, why it is next, and the command to go on with."""
    progress = load_progress()
    found = found or find_statuses(load_exercises(), progress)
    first = next((one for one in found if not one.is_done), None)
    if first is None:
        screen.wrapped(translate("All visible tests pass. Pack your modules and hand them in:"))
        screen.line(f"  {program()} pack", "bold")
        return
    exercise = first.exercise
    screen.wrapped(
        joined(translate("Next:"), f"{exercise.id} {exercise.label} ({translate(exercise.title)})")
    )
    screen.wrapped(translate(first.why), "  ")
    if first.status == Status.TO_DO and first.question:
        screen.wrapped(translate(first.question), "  ")
        if exercise.id not in progress.predictions:
            screen.line(f"  {predict_command(exercise)}", "bold")
    facts = [task_place(exercise, first.line)]
    if exercise.minutes:
        facts.append(translate("about {minutes} minutes", minutes=exercise.minutes))
    points = f"{exercise.points:g}"
    facts.append(
        translate("{points} bonus points", points=points)
        if exercise.bonus
        else translate("{points} points", points=points)
    )
    screen.line(f"  {', '.join(facts)}")
    screen.line(f"  {test_command(exercise)}", "bold")
