"""
The pictures of the README: a run on the sample submissions in the terminal, and two pages of it.

    python .ci/readme_pictures.py            draw them, with Chromium
    python .ci/readme_pictures.py --check    say whether they still show what the grader shows

Each picture carries the words that it shows, so that they can be compared without pixels.
"""

import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, PngImagePlugin
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / ".github" / "pictures"
#: Each page, its size on the screen, and how many of its words are compared: about those seen.
PAGES = {
    "feedback.png": ("feedback/cleo.html", (1000, 700), 130),
    "class.png": ("report.html", (1280, 640), 170),
}
CHROMIUM = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-sync", "--disable-background-networking"),
    *("--disable-component-update", "--hide-scrollbars"),
)
COMMANDS = (
    "grader autograde tests/samples --to results",
    "grader feedback results",
    "grader report results",
    "cut -d, -f1-4 results/scores.csv",
)


def run(folder: Path) -> list[str]:
    """Run the commands in *folder* and return the lines of the terminal."""
    (folder / "tests").mkdir()
    (folder / "tests" / "samples").symlink_to(ROOT / "tests" / "samples")
    lines = []
    for command in COMMANDS:
        words = command.split()
        if words[0] == "grader":
            words = [sys.executable, "-m", *words, "--course", str(ROOT)]
        done = subprocess.run(words, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
        # How strong the box is depends on the machine.
        output = re.sub(r"Box: [^.]+\.", "Box: full.", done.stdout)
        lines += [f"$ {command}", *output.splitlines(), ""]
    return lines[:-1]


def draw_terminal(lines: list[str], path: Path) -> None:
    """Write the lines as a terminal shows them; commands are bold."""
    console = Console(record=True, width=108, file=tempfile.TemporaryFile("w"))
    for line in lines:
        console.print(Text(line, style="bold green" if line.startswith("$") else ""))
    drawn = console.export_svg(title="grader", unique_id="grader")
    # No font is fetched: readers have one of fixed width.
    path.write_text(re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL), encoding="utf-8")


def draw_page(page: Path, size: tuple[int, int], words: list[str], path: Path) -> None:
    """Write the top of a page as Chromium shows it, in 256 colours."""
    with tempfile.TemporaryDirectory() as profile:
        window = f"--window-size={size[0]},{size[1]}"
        command = [*CHROMIUM, f"--user-data-dir={profile}", window, f"--screenshot={path}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True)
    carried = PngImagePlugin.PngInfo()
    carried.add_itxt("Description", " ".join(words))
    Image.open(path).convert("RGB").quantize(256).save(path, optimize=True, pnginfo=carried)


def words_of(page: Path, most: int) -> list[str]:
    """Return the first words of a page."""
    text = re.sub(r"<(style|script|head)\b.*?</\1>|<[^>]*>", " ", page.read_text(), flags=re.DOTALL)
    return html.unescape(text).split()[:most]


def words_in(picture: Path) -> list[str]:
    """Return the words that a picture carries."""
    if picture.suffix == ".png":
        return str(Image.open(picture).info.get("Description", "")).split()
    lines = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text(encoding="utf-8"))
    return html.unescape(" ".join(lines)).split()


def main() -> int:
    """Draw the pictures, or compare them."""
    outdated = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = run(folder)
        if "--check" not in sys.argv:
            PICTURES.mkdir(exist_ok=True)
            draw_terminal(lines, PICTURES / "terminal.svg")
        drawn = words_in(PICTURES / "terminal.svg")
        # The title stands first. Long lines are wrapped, between words.
        if drawn[1:] != " ".join(lines).split():
            outdated.append("terminal.svg")
        for picture, (page, size, most) in PAGES.items():
            words = words_of(folder / "results" / page, most)
            if "--check" not in sys.argv:
                draw_page(folder / "results" / page, size, words, PICTURES / picture)
            if words_in(PICTURES / picture) != words:
                outdated.append(picture)
    for picture in outdated:
        print(f"{picture} no longer shows what the grader shows: python .ci/readme_pictures.py")
    if not outdated:
        print("The pictures show what the grader shows.")
    return bool(outdated)


if __name__ == "__main__":
    raise SystemExit(main())
