"""A CSV file in which cells are replaced and every other byte stays."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ExportError
from grader.lms.csv_bytes import parse_table, read_table

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), max_size=12)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=5
    )
)  # fmt: skip


def test_emptied_cell_of_a_narrow_row_is_still_a_row():
    """Without its quotes it would vanish between a carriage return and a line feed."""
    table = parse_table(b"a\r0\nb\n", "any.csv")

    changed = table.replaced({(1, 0): ""})

    assert changed == b'a\r""\nb\n'
    assert [row[0].text for row in parse_table(changed, "any.csv").rows] == ["a", "", "b"]


@given(tables, st.data(), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_replacing_a_cell_leaves_every_other_byte(rows, data, quoting):
    """For any table, BOM, line end and quoting: only the bytes of the one cell change."""
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    buffer = io.StringIO(newline="")
    # A carriage return may end a row here, and one heading with a bar in it would be refused.
    rows = [["student", "points"], *rows]
    csv.writer(buffer, lineterminator=end, quoting=quoting).writerows(rows)
    raw = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + buffer.getvalue().encode()
    table = parse_table(raw, "any.csv")
    expected = [[each.text for each in line] for line in table.rows]
    row = data.draw(st.integers(0, len(expected) - 1))
    column = data.draw(st.integers(0, len(expected[row]) - 1))
    new = data.draw(texts)
    cell = table.rows[row][column]

    changed = table.replaced({(row, column): new})

    assert changed.startswith(raw[: cell.start])
    assert changed.endswith(raw[cell.end :])
    expected[row][column] = new
    again = parse_table(changed, "any.csv")
    assert [[each.text for each in line] for line in again.rows] == expected


@given(tables, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_table_in_utf_16_is_read_and_stays_so(rows, encoding):
    """As Blackboard writes it, and what Excel calls Unicode text."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter="\t", quoting=csv.QUOTE_ALL).writerows([["x", "y"], *rows])
    plain = f"\ufeff{buffer.getvalue()}"
    table = parse_table(plain.encode(encoding), "any.csv")

    changed = table.replaced({(1, 0): "8.5"})

    expected = parse_table(plain.encode(), "any.csv").replaced({(1, 0): "8.5"})
    assert changed.decode(encoding) == expected.decode()
    assert table.original == plain.encode(encoding)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(raw):
    """No file, however broken, ends in a traceback; what is read can be put back whole."""
    try:
        table = parse_table(raw, "any.csv")
    except ExportError:
        return

    assert table.replaced({}) == raw


def test_file_that_is_far_too_large_is_refused(tmp_path, monkeypatch):
    """Somebody has named another file."""
    monkeypatch.setattr("grader.lms.csv_bytes.MAX_BYTES", 1 << 20)
    path = tmp_path / "grades.csv"
    path.write_bytes(b"x" * ((1 << 20) + 1))

    with pytest.raises(
        ExportError, match=r"grades\.csv is larger than 1 MiB\. Is it a gradebook\?"
    ):
        read_table(path)


def test_cell_that_no_spreadsheet_holds_is_refused():
    """The csv module has a limit of its own, and its words are passed on."""
    with pytest.raises(
        ExportError, match=r"any\.csv is not a CSV table: field larger than .* again"
    ):
        parse_table(b"a,b\n1," + b"x" * 200_000, "any.csv")
