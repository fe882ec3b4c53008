"""``pomoshnik understand``"""

import io
from pathlib import Path

import pytest

from pomoshnik.commands.understand import Settings, run
from pomoshnik.scoring import guessed
from pomoshnik.settings import BadSetting

EXAMPLES = (
    "utterance\tintent\tlanguage\n"
    "баланс\tbalance\t\n"
    "підключи гудок\tservice_on\t\nотключи гудок\tservice_on\tru\nbalans\tother\t\n2122\tservice_on\t\n"
)


async def test_each_text_is_told_with_what_it_means(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its intent, what it is about, and how that was found."""
    texts = tmp_path / "texts"
    texts.write_text("2122\nвключи гудок\nдай в долг 100\nасдфг\n", encoding="utf-8")
    assert await run(Settings(file=texts)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2122\tservice_on\tgoodok\tcode",
        "включи гудок\tservice_on\tgoodok\trule",
        "дай в долг 100\tpromised_payment\t100\trule",
        "асдфг\tother\t-\tnone",
    ]


@pytest.mark.parametrize(("written", "told"), [("\ufeffбаланс\r\n", ["баланс\tbalance\t-\trule"]), ("", [])])
async def test_texts_are_read_as_other_programs_write_them(
    written: str, told: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a mark of the encoding; and an empty file has none."""
    (tmp_path / "texts").write_bytes(written.encode())
    assert await run(Settings(file=tmp_path / "texts")) == 0
    assert capsys.readouterr().out.splitlines() == told


async def test_without_a_file_it_reads_what_is_written_to_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO("баланс\n"))
    assert await run(Settings()) == 0
    assert capsys.readouterr().out == "баланс\tbalance\t-\trule\n"


async def test_labelled_texts_are_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How many are right, which are swapped, change what they should not, or are taken for what they are not."""
    labelled = tmp_path / "labelled.tsv"
    labelled.write_text(EXAMPLES, encoding="utf-8")
    assert await run(Settings(score=labelled)) == 0
    *lines, took = capsys.readouterr().out.splitlines()
    assert took.startswith("microseconds\tp50 ")
    assert lines == [
        "right\t60.0%\t3 of 5",
        "language latin\t0.0%\t0 of 1",
        "language ru\t66.7%\t2 of 3",
        "language uk\t100.0%\t1 of 1",
        "intent balance\t100.0%\t1 of 1",
        "intent other\t0.0%\t0 of 1",
        "intent service_on\t66.7%\t2 of 3",
        "on and off swapped\t1",
        "\tотключи гудок\tservice_on\tservice_off",
        "wrong changes\t1",
        "\tотключи гудок\tservice_on\tservice_off",
        "out of scope, known as such\t0.0%\t0 of 1",
        "\tbalans\tother\tbalance",
    ]


async def test_one_text_is_scored_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without any that is out of scope."""
    labelled = tmp_path / "labelled.tsv"
    labelled.write_text("utterance\tintent\nбаланс\tbalance\n", encoding="utf-8")
    assert await run(Settings(score=labelled)) == 0
    assert "out of scope, known as such\t-" in capsys.readouterr().out


async def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A file that is not there, and one without labels."""
    with pytest.raises(BadSetting, match="FILE"):
        await run(Settings(file=tmp_path / "nowhere"))
    (tmp_path / "plain").write_text("баланс\n", encoding="utf-8")
    with pytest.raises(BadSetting, match="columns"):
        await run(Settings(score=tmp_path / "plain"))


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        ("\ufeffutterance\tintent\r\nбаланс\tbalance\r\n", "1 of 1"),
        ("utterance\tintent\tslot\nбаланс\tbalance\nа\tother\t-\tc\td\n\n", "2 of 2"),
    ],
)
async def test_tables_are_read_as_other_programs_write_them(
    rows: str, right: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a mark of the encoding, with rows that are short, long or empty."""
    (tmp_path / "labelled").write_bytes(rows.encode())
    assert await run(Settings(score=tmp_path / "labelled")) == 0
    assert right in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [("utterance\tintent\nбаланс\n", "no intent for 'баланс'"), ("utterance\tintent\n" + "а" * 200_000, "limit")],
)
async def test_rows_that_cannot_be_scored_are_told(rows: str, wrong: str, tmp_path: Path) -> None:
    """One without a label, and one too long."""
    (tmp_path / "labelled").write_text(rows, encoding="utf-8")
    with pytest.raises(BadSetting, match=wrong):
        await run(Settings(score=tmp_path / "labelled"))


def test_a_language_is_guessed_by_letters() -> None:
    """If nobody says which it is."""
    assert [guessed(text) for text in ("мова є", "язык", "*100#", "limba")] == ["uk", "ru", "ru", "latin"]
