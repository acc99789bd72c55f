"""Platforms in their languages and settings: who, when and which attempt; scores there and back."""

import zipfile
from pathlib import Path

import pytest
from helpers.downloads import LOSS, NEWER, UNIT, collected, options, pack, roster
from helpers.lms_files import CANVAS, MOODLE, result, run_export, scores_in, stored, written

from grader.errors import ExportError
from grader.lms.collect import Collected, collect
from grader.lms.csv_bytes import parse_table
from grader.lms.platforms import fill_gradebook
from grader.terms.course_terms import Terms
from grader.terms.hand_ins import collected_hand_ins

BERLIN = Terms().with_options("2026-10-02 23:30", "Europe/Berlin")
OCTOBER_1 = "10001-20002 - Ana Example - Oct 1, 2026 905 AM"
OCTOBER_2 = "10001-20002 - Ana Example - Oct 2, 2026 1105 PM"
BO = "10003-20002 - Bo de Vries - Oct 2, 2026 1159 PM"


def moments(to: Path, *students: str) -> dict[str, str]:
    """Return when each student handed in, in UTC."""
    found = collected_hand_ins(to, UNIT, students)
    return {name: found.of(name).moment.isoformat() for name in students}


@pytest.mark.parametrize("mark", [" - ", "/"])
@pytest.mark.parametrize("order", [(OCTOBER_1, OCTOBER_2), (OCTOBER_2, OCTOBER_1)])
def test_brightspace_takes_the_newer_attempt_whatever_the_order(tmp_path, to, order, mark):
    """Both are kept, the time is read, and the late one is named."""
    data = {OCTOBER_1: LOSS, OCTOBER_2: NEWER}
    members = {"index.html": "<html>", **{f"{name}{mark}loss.ipynb": data[name] for name in order}}
    path = pack(tmp_path / "d.zip", {**members, f"{BO}{mark}loss.ipynb": LOSS})

    done = collect(path, options(to, terms=BERLIN))

    assert collected(to)[f"Ana Example/{UNIT}/loss.ipynb"] == NEWER
    assert moments(to, "Ana Example", "Bo de Vries") == {
        "Ana Example": "2026-10-02T21:05:00+00:00",
        "Bo de Vries": "2026-10-02T21:59:00+00:00",
    }
    assert (done.platform, done.late, done.left_out) == ("Brightspace", ["Bo de Vries"], [])
    assert any("Ana Example handed in 2 times; attempt 2 was taken" in note for note in done.notes)


def test_brightspace_tells_two_people_of_one_name_apart(tmp_path, to):
    """Their numbers differ; a class list that has both cannot choose, and says so."""
    path = pack(
        tmp_path / "d.zip",
        {
            "10001-20002 - Wei Chen - Oct 2, 2026 1105 PM - loss.ipynb": LOSS,
            "10009-20002 - Wei Chen - Oct 2, 2026 1106 PM - loss.ipynb": NEWER,
        },
    )
    known = roster(tmp_path, "OrgDefinedId,Last Name,First Name\n#1,Chen,Wei\n#2,Chen,Wei\n")

    done = collect(path, options(to))
    other = collect(path, options(tmp_path / "other", known=known))

    assert done.new == ["Wei Chen 10001", "Wei Chen 10009"]
    assert all("could be 1 or 2" in line for line in other.left_out)
    assert len(other.left_out) == 2


def test_time_of_brightspace_that_cannot_be_read_is_said(tmp_path, to):
    """Nothing is made up."""
    path = pack(tmp_path / "d.zip", {"1-2 - Ana - Oct 32, 2026 1105 PM - loss.ipynb": LOSS})

    done = collect(path, options(to))

    assert done.new == ["Ana"]
    assert "'Oct 32, 2026 1105 PM' is not a valid time" in done.notes[0]


@pytest.mark.parametrize(
    ("text", "student"),
    [
        (
            "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n"
            "#20001,#aex12,Example,Ana,ana@u.example,#\n",
            "aex12",
        ),
        (
            "OrgDefinedId,Last Name,First Name,End-of-Line Indicator\n#20001,Example,Ana,#\n",
            "20001",
        ),
    ],
)
def test_class_list_of_brightspace(tmp_path, to, text, student):
    """The username, or else the id of the organisation, without the mark before it."""
    path = pack(tmp_path / "d.zip", {f"{OCTOBER_1} - loss.ipynb": LOSS})

    assert collect(path, options(to, known=roster(tmp_path, text))).new == [student]


def test_blackboard_is_read_and_its_own_pages_are_passed_over(tmp_path, to):
    """Login and time stand in the name; the login may have underscores."""
    path = pack(
        tmp_path / "d.zip",
        {
            "Unit 3_ana_attempt_2026-10-01-09-05-11.txt": "Name: Ana",
            "Unit 3_ana_attempt_2026-10-01-09-05-11_loss.ipynb": LOSS,
            "Unit 3_ana_attempt_2026-10-02-23-05-40_loss.ipynb": NEWER,
            "Unit 3_b17_attempt_2026-10-02-23-30-01_loss.ipynb": LOSS,
        },
    )

    done = collect(path, options(to, terms=BERLIN))

    assert (done.platform, done.new, done.late) == ("Blackboard", ["ana", "b17"], ["b17"])
    assert moments(to, "ana") == {"ana": "2026-10-02T21:05:40+00:00"}
    assert collected(to)[f"ana/{UNIT}/loss.ipynb"] == NEWER


def test_ilias_is_read(tmp_path, to):
    """Below the folders that ILIAS puts around them."""
    top = "Unit 3/Abgaben"
    path = pack(
        tmp_path / "d.zip",
        {
            f"{top}/Example_Ana_aex12_20001/20261001090511_loss.ipynb": LOSS,
            f"{top}/Example_Ana_aex12_20001/20261002230540_loss.ipynb": NEWER,
            f"{top}/Vries_Bo_bvr34_20002/20261003003000_loss.ipynb": LOSS,
        },
    )

    done = collect(path, options(to, terms=BERLIN))

    assert (done.platform, done.new, done.late) == ("ILIAS", ["aex12", "bvr34"], ["bvr34"])
    assert moments(to, "aex12") == {"aex12": "2026-10-02T21:05:40+00:00"}


def test_download_that_macos_has_unpacked(tmp_path, to):
    """As its folder, or zipped again with what macOS leaves; the same students come out."""
    members = {
        "lovelaceada_1_11_loss.ipynb": LOSS,
        "oneilben_LATE_2_12_loss.ipynb": LOSS,
    }
    folder = tmp_path / "submissions"
    folder.mkdir()
    for name, data in members.items():
        (folder / name).write_bytes(data)
    (folder / ".DS_Store").write_bytes(b"\0")
    again = pack(
        tmp_path / "again.zip",
        {f"submissions/{name}": data for name, data in members.items()}
        | {
            "__MACOSX/submissions/._lovelaceada_1_11_loss.ipynb": b"\0",
            "submissions/.DS_Store": "",
        },
    )

    found = [collect(path, options(to.parent / str(n) / "submitted")) for n, path in
             enumerate((pack(tmp_path / "plain.zip", members), folder, again))]  # fmt: skip

    for done in found:
        assert isinstance(done, Collected)
        assert (done.platform, done.new) == ("Canvas", ["lovelaceada_1", "oneilben_2"])
        assert (done.late, done.left_out) == (["oneilben_2"], [])


def test_canvas_leaves_a_students_own_numbers_alone(tmp_path, to):
    """Canvas adds -1 to a name that was handed in before; cloud-1.csv is the student's own."""
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(
            ("data-1.py", "cloud-1.csv", "cloud-2.csv", "w.csv", "w-1.csv")
        ):
            archive.writestr(f"exampleana_501_{number}_{name}", name)

    from grader.lms.download import Download
    from grader.lms.platforms import sort_download

    with Download(path) as download:
        (upload,) = sort_download(download).uploads

    assert {name: member.rpartition("_")[2] for name, member in upload.files.items()} == {
        "data.py": "data-1.py",
        "cloud-1.csv": "cloud-1.csv",
        "cloud-2.csv": "cloud-2.csv",
        "w.csv": "w-1.csv",
    }


MOODLES = {
    "de": (
        "ID,Vollständiger Name,ID-Nummer,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung "
        "kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),Feedback\n"
        'Teilnehmer/in1501,Ana Example,aex,ana@u.example,Abgegeben,,"10,00",Ja,'
        '"Samstag, 31. Januar 2026, 23:30",-,\n'
        'Teilnehmer/in1502,Bo Example,bex,bo@u.example,Abgegeben,"4,00","10,00",Nein,-,-,\n'
    ),
    "zh": (
        "编号,全名,学号,电子邮件地址,状态,成绩,最高成绩,成绩可以被更改,最后修改(提交),最后修改(成绩),反馈评论\n"
        "参与者1501,Ana Example,aex,ana@u.example,已提交待评分,,10.00,是,2026年01月31日 23:30,-,\n"
        "参与者1502,Bo Example,bex,bo@u.example,已提交待评分,4.00,10.00,否,-,-,\n"
    ),
    "fr": (
        "Identifiant;Nom complet;Numéro d'identification;Adresse de courriel;Statut;Note;Note "
        "maximale;La note peut être modifiée;Dernière modification (travail remis);Dernière "
        "modification (note);Feedback par commentaires\n"
        "Participant1501;Ana Example;aex;ana@u.example;Remis;;10,00;Oui;"
        '"samedi 31 janvier 2026, 23:30";-;\n'
        "Participant1502;Bo Example;bex;bo@u.example;Remis;4,00;10,00;Non;-;-;\n"
    ),
    "en": (
        "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be "
        "changed,Last modified (submission),Last modified (grade),Feedback comments\n"
        'Participant 1501,Ana Example,aex,ana@u.example,Submitted,,10.00,Yes,'
        '"Saturday, 31 January 2026, 11:30 PM",-,\n'
        "Participant 1502,Bo Example,bex,bo@u.example,Submitted,4.00,10.00,No,-,-,\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", MOODLES)
def test_moodles_worksheet_is_filled_in_the_language_of_the_site(tmp_path, lang):
    """One cell changes and every other byte stays; what may not be changed is told."""
    folder = stored(tmp_path / "results", result("aex", 8.5), result("bex", 3.0))
    path = written(tmp_path / "worksheet.csv", MOODLES[lang])

    filled = fill_gradebook(path, scores_in(folder))

    mark = "," if lang in ("de", "fr") else "."
    assert filled.filled == ["aex"]
    assert "may not be changed" in filled.left[0]
    before, after = (parse_table(data, "x").rows for data in (filled.before, filled.data))
    changed = [
        (row, at, new.text)
        for row, cells in enumerate(after)
        for at, new in enumerate(cells)
        if new.text != before[row][at].text
    ]
    assert changed == [(1, 5, f"8{mark}5")]


@pytest.mark.parametrize("lang", MOODLES)
@pytest.mark.parametrize("flat", [True, False])
def test_moodles_worksheet_is_a_class_list_in_the_language_of_the_site(tmp_path, to, lang, flat):
    """Numbers, ids and times of handing in are found without a word of English."""
    mark = "" if flat else "/"
    path = pack(
        tmp_path / "m.zip",
        {
            f"Ana Example_1501_assignsubmission_file_{mark}loss.ipynb": LOSS,
            f"Bo Example_1502_assignsubmission_file_{mark}loss.ipynb": LOSS,
        },
    )
    terms = Terms().with_options("2026-01-31 23:00", "Europe/Berlin")

    done = collect(
        path, options(to, known=roster(tmp_path, MOODLES[lang], terms.zone), terms=terms)
    )

    assert (done.new, done.late) == (["aex", "bex"], ["aex"])
    assert moments(to, "aex") == {"aex": "2026-01-31T22:30:00+00:00"}


SPLIT = (
    "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Toy (4711)\n"
    "    Points Possible,,,,,,10\n"
    "Lovelace,Ada,101,S101,ada,Lab A,\n"
    "Student,Test,999,,,Lab A,\n"
)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        (SPLIT, "8.5"),
        (SPLIT.replace(",", ";"), "8,5"),
        (SPLIT.replace(",", ";").replace(";10\n", ";10,00\n"), "8,5"),
        (SPLIT.replace(",", ";").replace(";10\n", ";10.00\n"), "8.5"),
        (SPLIT.replace(",", "\t"), "8.5"),
        (SPLIT.replace(",10\n", ',"10,00"\n'), "8,5"),
    ],
)
def test_canvas_with_split_names_semicolons_and_decimal_commas(tmp_path, text, cell):
    """However Canvas was set, the score is written as its own numbers are."""
    folder = stored(tmp_path / "results", result("ada", 8.5))

    filled = fill_gradebook(written(tmp_path / "g.csv", text), scores_in(folder))

    assert parse_table(filled.data, "x").rows[2][6].text == cell
    assert (filled.no_result, filled.no_row) == ([], [])


@pytest.mark.parametrize("worth", ['"1,000.00"', '"1,000"', '"1.000,00"', "1000"])
def test_thousands_are_thousands(tmp_path, worth):
    """Out of other points they are refused, and scaled on request."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    path = written(tmp_path / "g.csv", SPLIT.replace(",10\n", f",{worth}\n"))

    with pytest.raises(ExportError, match=r"row 3 is out of 1.*000.* points .* out of 10"):
        fill_gradebook(path, scores_in(folder))
    filled = fill_gradebook(path, scores_in(folder), scale=True)

    assert parse_table(filled.data, "x").rows[2][6].text == "850"


#: Exports of a class with Ada, who has a result, and Nora, who has none.
GRADEBOOKS = {
    "Brightspace, both keys, all details": (
        "OrgDefinedId,Username,Last Name,First Name,Email,Toy Points Grade <Numeric "
        "MaxPoints:10 Weight:5>,Essay Points Grade <Numeric MaxPoints:20>,Calculated Final Grade "
        "Numerator,Calculated Final Grade Denominator,End-of-Line Indicator\n"
        "#20001,#ada,Lovelace,Ada,a@x.org,,7,7,20,#\n#20002,#nora,Noone,Nora,n@x.org,,,0,20,#\n"
    ),
    "Brightspace, usernames only, with a category": (
        "Username,Toy Points Grade <Numeric MaxPoints:10 Category:Labs CategoryWeight:20>,"
        " End-of-Line Indicator\r\nada,,#\r\nnora,,#\r\n"
    ),
    "Brightspace, ids of the organisation, as TSV": (
        "\ufeffOrgDefinedId\tLast Name\tFirst Name\tToy Points Grade <PassFail MaxPoints:10>\t"
        "Toy Text Grade <Text>\tEnd-of-Line Indicator\n#ada\tLovelace\tAda\t\t\t#\n"
        "#nora\tNoone\tNora\t\t\t#\n"
    ),
    "Blackboard, commas": (
        '\ufeff"Last Name","First Name","Username","Student ID","Last Access","Availability",'
        '"Toy [Total Pts: 10 Score] |4711","Essay [Total Pts: 20 Score] |4712"\n'
        '"Lovelace","Ada","ada","S1","2026-01-01","Yes","","7"\n'
        '"Noone","Nora","nora","S2","2026-01-01","Yes","",""\n'
    ),
    "Blackboard, German, tabs": (
        '\ufeff"Nachname"\t"Vorname"\t"Username"\t"Toy [Gesamtpunktzahl: 10,0 Score] |4711"\n'
        '"Lovelace"\t"Ada"\t"ada"\t""\n"Noone"\t"Nora"\t"nora"\t""\n'
    ),
    "Blackboard, UTF-16, tabs, with totals": (
        '\ufeff"Last Name"\t"First Name"\t"Username"\t"Weighted Total [Total Pts: up to 0 '
        'Percentage] |1"\t"Total [Total Pts: up to 30 Score] |2"\t"Toy [Total Pts: 10] |664617"\n'
        '"Lovelace"\t"Ada"\t"ada"\t"0"\t"0"\t""\n"Noone"\t"Nora"\t"nora"\t"0"\t"0"\t""\n'
    ),
}


@pytest.mark.parametrize("name", GRADEBOOKS)
def test_gradebooks_of_brightspace_and_blackboard(tmp_path, name):
    """One column is filled, whose heading says the points; --missing fills who has no result."""
    folder = stored(tmp_path / "results", result("ada", 8.5))
    text = GRADEBOOKS[name]
    path = tmp_path / "g.csv"
    path.write_bytes(text.encode("utf-16-le" if "UTF-16" in name else "utf-8"))

    kept = fill_gradebook(path, scores_in(folder))
    filled = fill_gradebook(path, scores_in(folder), missing=0)

    at = next(n for n, each in enumerate(parse_table(filled.data, "x").headings) if "Toy" in each)
    texts = [row[at].text for row in parse_table(filled.data, "x").rows[1:]]
    assert texts == ["8,5" if "10,0" in text else "8.5", "0"]
    assert [row[at].text for row in parse_table(kept.data, "x").rows[1:]][1] == ""
    assert len(kept.no_result) == len(filled.missing) == 1
    assert filled.before == path.read_bytes()


#: As Canvas's own exporter writes them: which columns stand before the assignments is set.
CANVASES = {
    "without SIS ids": (
        "Student,ID,SIS Login ID,Section,Toy (4711),Assignments Current Points,Current Score,"
        "Unposted Current Score,Final Score,Unposted Final Score\n"
        '"    Points Possible",,,,10.00,(read only),(read only),(read only),(read only),'
        "(read only)\n"
        '"Lovelace, Ada",101,ada,Lab A,,0.00,0.00,0.00,0.00,0.00\n'
    ),
    "with integration ids and a root account": (
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,Toy (4711),"
        "Essay (77)\n,,,,,,,Manual Posting,\n    Points Possible,,,,,,,10.00,20.00\n"
        '"Lovelace, Ada",101,S101,ada@x.org,ada,u.example,"Lab A and Lab B",,N/A\n'
        '"Noone, Nora",102,S102,nora@x.org,nora,u.example,Lab A,N/A,EX\n'
    ),
    "with notes, German, semicolons": (
        "Student;ID;SIS Login ID;Section;Notes;Toy (4711);Current Score\n"
        "    Points Possible;;;;;10,00;(schreibgeschützt)\n"
        "Lovelace, Ada;101;ada;Lab A;moved;;0,00\n"
    ),
}


@pytest.mark.parametrize("name", CANVASES)
def test_canvas_in_its_settings(tmp_path, name):
    """The score stands in the assignment's cell; N/A of one who has not the assignment stays."""
    folder = stored(tmp_path / "results", result("ada", 8.5), result("nora", 3.0))
    text = CANVASES[name]

    filled = fill_gradebook(written(tmp_path / "g.csv", text), scores_in(folder))

    mark = "," if ";" in text else "."
    assert filled.filled == ["ada"]
    rows, before = (parse_table(each, "x").rows for each in (filled.data, filled.before))
    changed = [
        each.text
        for row, old in zip(rows, before, strict=True)
        for each, was in zip(row, old, strict=True)
        if each.text != was.text
    ]
    assert changed == [f"8{mark}5"]
    assert ["nora" in line and "N/A" in line for line in filled.left] == ["Nora" in text] * (
        "Nora" in text
    )


def test_who_handed_in_nothing_gets_points_on_request(results, tmp_path):
    """Ben's score is open and stays; Nora has no result and gets 0; without --missing nobody."""
    text = CANVAS.replace("Lab B,1,2,3", "Lab B,1,,3")
    path = written(tmp_path / "g.csv", text)

    done = run_export(results, "--fill", path, "--missing", "0")

    assert "handed in nothing, points by --missing: Noone, Nora (nora)" in done.stderr
    rows = parse_table(path.read_bytes(), "x").rows
    assert [row[6].text for row in rows[3:]] == ["8.5", "3", "10.0", "0", ""]


def test_file_of_no_platform_is_refused(tmp_path, results):
    """The line says what the file has."""
    done = run_export(results, "--fill", written(tmp_path / "x.csv", "a,b\n1,2\n"))

    assert done.exit_code == 2
    assert "is not a gradebook file from Blackboard, Brightspace, Canvas or Moodle" in done.stderr


def test_every_platform_is_recognised_among_the_others(tmp_path, results):
    """Moodle's worksheet is not taken for Canvas's gradebook, nor the other way round."""
    for text in (CANVAS, MOODLE):
        done = run_export(results, "--fill", written(tmp_path / "g.csv", text))
        assert done.exit_code == 3, done.stderr


def test_group_has_one_work_and_a_result_for_each_member(tmp_path, to):
    """By a table of groups; who of them handed in does not matter."""
    path = pack(tmp_path / "d.zip", {"ada_1_1_loss.ipynb": LOSS, "zoe_3_3_loss.ipynb": NEWER})
    known = roster(
        tmp_path, "Student,ID,SIS Login ID\n\"L, A\",1,ada\n\"B, B\",2,ben\n\"Z, Z\",3,zoe\n"
    )  # fmt: skip
    groups = roster(tmp_path, "group,student\nTeam 1,ada\nTeam 1,ben\n")

    done = collect(path, options(to, known=known, groups=groups))

    files = collected(to)
    assert done.new == ["ada", "ben", "zoe"]
    assert files[f"ada/{UNIT}/loss.ipynb"] == files[f"ben/{UNIT}/loss.ipynb"] == LOSS
    found = collected_hand_ins(to, UNIT, ["ada", "ben", "zoe"])
    assert [found.of(name).group for name in ("ada", "ben", "zoe")] == ["Team 1", "Team 1", ""]


def test_groups_as_canvas_exports_them(tmp_path, to):
    """Canvas's own table of groups; the download is named after the group."""
    header = "name,canvas_user_id,user_id,login_id,sections,group_name,canvas_group_id,group_id\n"
    rows = "Ada L,1,S1,ada,Lab,Team 1,7,\nBen B,2,S2,ben,Lab,Team 1,7,\nZoe Z,3,S3,zoe,Lab,,,\n"
    groups = roster(tmp_path, header + rows)
    path = pack(tmp_path / "d.zip", {"team1_2_1_loss.ipynb": LOSS, "zzoe_3_3_loss.ipynb": NEWER})

    done = collect(path, options(to, known=groups))

    assert done.new == ["ada", "ben", "zoe"]
    assert done.missing == []


def test_group_of_moodle_stands_before_the_name(tmp_path, to):
    """As Moodle names the folders of a group assignment."""
    path = pack(
        tmp_path / "m.zip",
        {
            "Team A-Ana Example_1501_assignsubmission_file_/loss.ipynb": LOSS,
            "Team A-Bo Example_1502_assignsubmission_file_/loss.ipynb": LOSS,
        },
    )

    done = collect(path, options(to, known=roster(tmp_path, MOODLES["en"])))

    assert done.new == ["aex", "bex"]
    assert collected_hand_ins(to, UNIT, ["bex"]).of("bex").group == "Team A"


def test_who_of_the_class_handed_in_nothing_is_named(tmp_path, to):
    """The class list knows them."""
    path = pack(tmp_path / "m.zip", {"Ana Example_1501_assignsubmission_file_/loss.ipynb": LOSS})

    done = collect(path, options(to, known=roster(tmp_path, MOODLES["zh"])))

    assert done.missing == ["bex"]
