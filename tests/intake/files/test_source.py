"""A module's bytes become UTF-8, whatever editor wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake.files.source import to_utf8

UMLAUT = "# größer\nx = 1\n"
CHINESE = "# 逻辑回归\nx = 1\n"


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (UMLAUT.encode(), UMLAUT, ""),
        (UMLAUT.encode("utf-8-sig"), "\ufeff" + UMLAUT, ""),
        (UMLAUT.encode("utf-16"), UMLAUT, "was UTF-16 and was read as such"),
        (UMLAUT.encode("utf-32"), UMLAUT, "was UTF-32 and was read as such"),
        (UMLAUT.encode("cp1252"), UMLAUT, "is not UTF-8 (line 1) and was read as Windows-1252"),
        (b"x = 1\n# \x81\n", "x = 1\n# \x81\n", "is not UTF-8 (line 2) and was read as Windows"),
        (b"x = '\0'\n", "x = '\0'\n", "holds NUL bytes, which Python refuses"),
        (
            ("# -*- coding: gbk -*-\n" + CHINESE).encode("gbk"),
            "# -*- coding: utf-8 -*-\n" + CHINESE,
            "is written in gbk and was read as such",
        ),
        (
            ("#!/usr/bin/env python\n# coding=latin-1\n" + UMLAUT).encode("latin-1"),
            "#!/usr/bin/env python\n# coding=utf-8\n" + UMLAUT,
            "is written in iso8859-1 and was read as such",
        ),
        (
            ("# coding: ascii\n" + UMLAUT).encode(),
            "# coding: utf-8\n" + UMLAUT,
            "is UTF-8, though it says ascii",
        ),
        (UMLAUT.encode("utf-16-le"), UMLAUT, "was UTF-16 and was read as such"),
        (UMLAUT.encode("utf-16-be"), UMLAUT, "was UTF-16 and was read as such"),
        (b"\xef\xbb\xbf# \xe4\n", "# ä\n", "is not UTF-8 (line 1) and was read as Windows-1252"),
        (b"# coding: utf-8\n# \xe4\n", "# coding: utf-8\n# ä\n", "is not UTF-8 (line 2)"),
        (b"# coding: punycode\nx = 1\n", "# coding: punycode\nx = 1\n", ""),
        (b"# coding: nonsense\nx = 1\n", "# coding: nonsense\nx = 1\n", ""),
        (b"x = 1\n# coding: gbk\n", "x = 1\n# coding: gbk\n", ""),
    ],
)
def test_module_becomes_utf8(data, text, note):
    """Whatever editor wrote it, the box gets UTF-8 with the same lines."""
    found, told = to_utf8(data)

    assert found.decode() == text
    assert told.text.startswith(note)
    assert bool(told) == bool(note)


@given(
    st.binary(max_size=60)
    | st.sampled_from([b"# coding: ", b"\xff\xfe"]).flatmap(
        lambda start: st.binary(max_size=40).map(lambda rest: start + rest)
    )
)
def test_any_bytes_become_utf8(data):
    """There is no module that cannot be handed on, and UTF-8 is never touched."""
    found, note = to_utf8(data)

    found.decode()
    assert found == data or note
