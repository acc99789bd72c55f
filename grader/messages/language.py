"""
The translation of texts and messages into a language.

A message is translated where it is shown, so that authors of checks write plain English. Text
without a template is cut into sentences that a catalogue knows, whole or as a template such as
``"{name} {answer}, expected shape {gap1}."``, and the values in the gaps are translated in turn.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from .message import Message, Phrase

_GAP = re.compile(r"\{(\w+)\}")
#: What gaps with these names hold: the kind of an answer, or a place. Others hold anything.
_FILLINGS = {"answer": r"an? .+?|None", "at": r"(?:\S+, line \d+: )?"}
#: Where a message may be cut: after the end of a sentence, or of its first half.
_CUT = re.compile(r"[.?!:;)] +")
_STOP = "\N{IDEOGRAPHIC FULL STOP}"
_PREDICATE = re.compile("(is|has|holds|lies|leads|cannot|was) ")
_SENTENCES = re.compile(r"[.?!] [A-Z]")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"(?<![\w.\"'=])[A-Za-z][a-z]+(?= |$)")
_ENDS = tuple("\N{IDEOGRAPHIC FULL STOP}\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09")
_LONGEST = 4000
#: No sentence of ours is as long as this, with what stands in its gaps.
_LONGEST_SENTENCE = 1000
_SHORT_CHARS = 8
_LONG_LIST = 8
#: A message has a handful of sentences; text from a submission may have hundreds.
_MOST_CUTS = 24
#: Students make the same mistakes, so the latest translations are kept.
CACHED = 20_000


class Language:
    """
    Translates English texts; a text that no catalogue has stays English.

    Args:
        name: ``en`` or ``zh``.
        texts: The translation of each English text or template.
        labels: The same for texts that are never looked up inside a message: a variable may be
            called ``mean``, and must not be taken for the heading of a column.
    """

    def __init__(
        self, name: str, texts: Mapping[str, str], labels: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self._texts = texts
        self._labels = {**texts, **(labels or {})}
        parts = {one: other for text in texts for one, other in _sentences(text, texts[text])}
        forms = {
            form: other
            for one, said in (parts | dict(texts)).items()
            for form, other in _forms(one, said)
        }
        self._whole = {text: said for text, said in forms.items() if not is_template(text)}
        # A template of gaps alone would match any text.
        gapped = {text for text in forms.keys() - self._whole.keys() if _has_words(text)}
        # The template with the most text first: it leaves the least to its gaps.
        ordered = sorted(gapped, key=lambda text: (-len(_GAP.sub("", text)), text))
        self._templates = [
            (_longest(text), re.compile(_pattern(text), re.DOTALL), forms[text]) for text in ordered
        ]
        self._known = lru_cache(CACHED)(self._find)
        self._translated = lru_cache(CACHED)(self._translate)

    def __call__(self, text: str, **filled: object) -> str:
        """Return the translation of a text, with *filled* in its ``{gaps}``."""
        said = self._labels.get(text, text)
        return said.format(**filled) if filled else said

    def knows(self, text: str) -> bool:
        """Tell whether a text of ours has a translation."""
        return text in self._labels

    def message(self, text: str | Message) -> str:
        """
        Return a message in this language.

        The template of a :class:`Message` is translated and filled; a text without one is
        translated line by line and sentence by sentence, as far as it is known.

        >>> Language("zh", {"{f} is odd.": "{f} 很怪。"}).message("sum is odd. So what?")
        'sum 很怪。So what?'
        """
        if isinstance(text, Message):
            return self._rendered(text) if text.template else self.message(text.text)
        if not self._texts:
            return text
        return "\n".join(map(self._translated, text[:_LONGEST].split("\n"))) + text[_LONGEST:]

    def messages(self, parts: Iterable[Message]) -> str:
        """Return some messages in this language, one after the other."""
        return _joined(map(self.message, parts))

    def _rendered(self, message: Message) -> str:
        template = self._labels.get(message.template)
        if template is None:
            return message.text
        gaps = {
            gap: self.message(value.message) if isinstance(value, Phrase) else value.text
            for gap, value in message.values.items()
        }
        return _filled(template, gaps)

    def _translate(self, line: str) -> str:
        """Return a line translated in the pieces that leave the fewest words in English."""
        found = islice(_CUT.finditer(line), _MOST_CUTS)
        cuts = [0, *(match.end() for match in found), len(line)]
        best: dict[int, tuple[int, int, tuple[str, ...]]] = {len(line): (0, 0, ())}
        for number in range(len(cuts) - 2, -1, -1):
            start, options = cuts[number], []
            for end in dict.fromkeys(cuts[number + 1 :]):
                piece = line[start:end].rstrip()
                known = self._known(piece)
                if known is None and end != cuts[number + 1]:
                    continue
                cost, said = known or (_unknown(piece), piece)
                rest = best[end]
                options.append((cost + rest[0], rest[1] + 1, (said, *rest[2])))
            if options:
                best[start] = min(options, key=lambda option: option[:2])
        return _joined(best[0][2])

    def _find(self, text: str) -> tuple[int, str] | None:
        """Return the number of words that stay English and the translation, or None."""
        if text in self._whole:
            return 0, self._whole[text]
        if len(text) > _LONGEST_SENTENCE:
            return None
        found: tuple[int, str] | None = None
        for literal, pattern, said in self._templates:
            # Looking for the longest text between gaps first avoids most patterns.
            match = pattern.fullmatch(text) if literal in text else None
            if match is None:
                continue
            cost, filled = 0, {}
            for name, value in match.groupdict().items():
                # Functions and modules may have the name of one of our words, such as "accuracy".
                is_name = name == "module" or (match.start(name) == 0 and value.isidentifier())
                words, filled[name] = (0, value) if is_name else self._gap(value)
                cost += words
            # A short template must not take the end of a sentence for the value of its gap.
            if (not cost or len(literal) >= _SHORT_CHARS) and (found is None or cost < found[0]):
                found = cost, _filled(said, filled)
            if found and found[0] == 0:
                break
        return found

    def _gap(self, value: str) -> tuple[int, str]:
        """Return the value of a gap: translated as a whole or as a list, or as it is."""
        if " " not in value.strip():
            return 0, _STOP if value == "." else self._whole.get(value.strip(), value)
        known = self._known(value.strip())
        items = value.split(", ")
        if (known is None or known[0]) and 1 < len(items) < _LONG_LIST:
            parts = [self._known(item) for item in items]
            if all(part is not None and part[0] == 0 for part in parts):
                known = 0, "\u3001".join(part[1] for part in parts if part)
        # A gap that extends over the end of a sentence has probably taken too much.
        return known or (_words(value) + len(_SENTENCES.findall(value)), value)


ENGLISH = Language("en", {})


def is_template(text: str) -> bool:
    """Return whether a text has gaps for values."""
    return bool(_GAP.search(text))


def _has_words(template: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", _GAP.sub("", template)))


def _sentences(text: str, said: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a text with their translations, if there are as many of both."""
    one = re.split(r"(?<=[.?!]) (?=[A-Z])", text)
    other = re.findall(r"[^\u3002\uff1f\uff01]+.?", said)
    for part, translated in zip(one, other, strict=True) if len(one) == len(other) > 1 else ():
        # A sentence of gaps alone would match every other.
        if _has_words(part) and set(_GAP.findall(translated)) <= set(_GAP.findall(part)):
            yield part, translated
            yield part.rstrip(".?!"), translated.rstrip("\u3002\uff1f\uff01")


def _forms(text: str, said: str) -> Iterator[tuple[str, str]]:
    """Yield a text in the forms that occur in messages, with their translations."""
    yield text, said
    if not is_template(text):
        yield text[0].swapcase() + text[1:], said
        if text[-1].isalnum():
            yield f"{text}.", said + _STOP
    if _PREDICATE.match(text):
        # The name of a file comes before what is wrong with it.
        yield f"{{subject}} {text}", f"{{subject}} {said}"


def _longest(template: str) -> str:
    """Return the longest text between gaps, without the first letter, whose case may differ."""
    return max(_GAP.split(template if template[0] == "{" else template[1:])[::2], key=len)


def _pattern(template: str) -> str:
    """
    Return a pattern for the texts that are made from a template.

    A gap that occurs twice is equal twice. The first letter may be upper or lower case, and a
    template without punctuation at its end may be followed by a full stop.
    """
    pattern, seen, waiting = "", set[str](), ""
    parts = _GAP.split(template)
    # "{name} of {gap}" must not take any sentence with an "of" apart.
    first = r"\S+" if len("".join(parts[::2])) < _SHORT_CHARS else ".+?"
    for number, part in enumerate(parts):
        if number % 2 == 0:
            letter = part[:1] if number == 0 and part[:1].isalpha() else ""
            either = f"[{letter.lower()}{letter.upper()}]" if letter else ""
            literal = either + re.escape(part.removeprefix(letter))
            # Where all that comes later may be anything, a gap that could end at the first such
            # text never has to end later: without that, time would grow with a power of the length.
            free = waiting[-4:] in (".+?)", ".*?)") and _may_be_anything(parts[number:], seen)
            free = free and number < len(parts) - 1
            pattern += f"(?>{waiting}{literal})" if free else waiting + literal
            waiting = ""
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            seen.add(part)
            # A gap right after a word may be empty.
            attached = parts[number - 1][-1:].isalnum()
            filling = ".*?" if attached else ".+?" if pattern else first
            waiting = f"(?P<{part}>{_FILLINGS.get(part.rstrip('0123456789'), filling)})"
    return pattern + (r"(?P<stop>\.?)" if template[-1].isalnum() or template[-1] == ")" else "")


def _may_be_anything(parts: Sequence[str], seen: Collection[str]) -> bool:
    """Tell whether each gap of the *parts* from here on may hold any text."""
    later = parts[1::2]
    kinds = {gap.rstrip("0123456789") for gap in later}
    return len({*later, *seen}) == len(later) + len(seen) and not kinds & _FILLINGS.keys()


def _filled(template: str, gaps: Mapping[str, str]) -> str:
    """Fill the gaps, with a space between Chinese and other letters, and none within Chinese."""
    line = ""
    for number, part in enumerate(_GAP.split(template)):
        part = gaps[part] if number % 2 else part
        before, after = line.rstrip(" ")[-1:], part.lstrip(" ")[:1]
        both = bool(_CHINESE.match(before)), bool(_CHINESE.match(after))
        if all(both):
            line = line.rstrip(" ") + part.lstrip(" ")
        elif any(both) and before.isalnum() and after.isalnum():
            line = f"{line.rstrip(' ')} {part.lstrip(' ')}"
        else:
            line += part
    return line + gaps.get("stop", "")


def _words(text: str) -> int:
    """Return the number of English words in a text; a single name does not count."""
    return len(_WORD.findall(text)) if " " in text else 0


def _unknown(text: str) -> int:
    """Return the cost of a piece that stays as it is: high if it has English words."""
    return 1000 + _words(text) if _words(text) else 0


def _joined(pieces: Iterable[str]) -> str:
    """Return the sentences joined, without a space after Chinese punctuation."""
    line = ""
    for piece in pieces:
        line += piece if not line or line.endswith(_ENDS) else f" {piece}"
    return line
