"""What is tantivy's own beside the contract: when it does not fit, when it is missing, changing over to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import kb.engines
from kb.__main__ import cli
from kb.engine import Entry, Request
from kb.engines import batch as batching
from kb.engines import open_engine, outgrown
from kb.errors import BadConfig
from kb.home import Home, choose_engine, create, read_config
from kb.query import parse
from kb.resources import shipped

tantivy = pytest.importorskip("tantivy", reason="tantivy: package not installed")

from kb.engines import tantivy_terms  # noqa: E402  (needs the package)
from kb.engines.postings import open_postings  # noqa: E402
from kb.engines.young import GRAMS  # noqa: E402

TEXTS = ["压实第一责任人责任", "集体经济要算三本账", "会风不正\n文风不短"]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batching, "LARGE", 0)


def entries(speech: str) -> list[Entry]:
    return [Entry(speech, f"p{n}", "passage", text) for n, text in enumerate(TEXTS, 1)]


def test_documents_keep_their_numbers(tmp_path: Path) -> None:
    assert tantivy_terms.write_terms(tmp_path, [f"第{n}次会议" for n in range(3000)])
    postings = open_postings(tmp_path)
    assert isinstance(postings, tantivy_terms.TantivyPostings)
    assert postings.find("第2718次")[0].tolist() == [2718]
    assert postings.get(GRAMS, "会议")[0].tolist() == list(range(3000))
    assert postings.get(GRAMS, "会风")[0].tolist() == []
    assert postings.standing("议").tolist() == list(range(3000))
    assert postings.standing("无").tolist() == []
    postings.close()


def test_what_does_not_fit_into_one_segment_is_told(tmp_path: Path) -> None:
    texts = [f"{n}".join("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" * 8) for n in range(6000)]
    assert not tantivy_terms.write_terms(tmp_path, texts, most=15_000_000)
    assert list(tmp_path.iterdir()) == []


def test_a_segment_that_does_not_fit_is_kept_as_arrays(
    tmp_path: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.engines.tantivy.write_terms", lambda path, folded: False)
    engine = open_engine("tantivy", tmp_path, "s")
    with engine.write() as batch:
        batch.add("s1", "1", entries("s1"))
    assert engine.search(Request(parse("三本账").tree), 10).total == 1
    engine.close()


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    assert tantivy_terms.write_terms(tmp_path, TEXTS)
    for file in tmp_path.glob("*.idx"):
        file.unlink()
    with pytest.raises(FileNotFoundError):
        open_postings(tmp_path)


@pytest.mark.parametrize(("wrote", "reads"), [("tantivy", "whoosh"), ("whoosh", "tantivy")])
def test_each_engine_reads_what_the_other_wrote(tmp_path: Path, large: None, wrote: str, reads: str) -> None:
    """So that changing over loses nothing even when the rebuild is cut short."""
    with open_engine(wrote, tmp_path, "s").write() as batch:
        batch.add("s1", "1", entries("s1"))
    engine = open_engine(reads, tmp_path, "s")
    with engine.write() as batch:
        batch.add("s2", "1", entries("s2"))
    assert [key for key, _ in engine.search(Request(parse("集体经济").tree), 10).page] == ["s1#p2", "s2#p2"]
    engine.close()


def test_without_the_package_the_way_out_is_told(
    tmp_path: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_engine("tantivy", tmp_path, "s").write() as batch:
        batch.add("s1", "1", entries("s1"))
    monkeypatch.setattr(kb.engines, "is_installed", lambda name: name != "tantivy")
    with pytest.raises(BadConfig, match=r"yanku\[fast\]"):
        open_engine("tantivy", tmp_path, "s")
    with pytest.raises(BadConfig, match="kb reindex --engine whoosh"):
        open_engine("whoosh", tmp_path, "s").search(Request(parse("责任").tree), 10)


def test_choosing_an_engine_leaves_the_other_settings_and_comments(tmp_path: Path) -> None:
    home = Home(tmp_path)
    create(home)
    before = home.config.read_text(encoding="utf-8")
    choose_engine(home, "tantivy")
    assert read_config(home).engine == "tantivy"
    assert home.config.read_text(encoding="utf-8") == before.replace('"whoosh"', '"tantivy"')
    home.config.write_text("port = 80\n", encoding="utf-8")
    choose_engine(home, "tantivy")
    assert (read_config(home).engine, read_config(home).port) == ("tantivy", 80)


def test_when_a_library_has_outgrown_its_engine() -> None:
    assert outgrown("whoosh", 200_001)
    assert not outgrown("whoosh", 200_000)
    assert not outgrown("tantivy", 5_000_000)


def test_a_library_changes_over_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*args: str) -> str:
        result = CliRunner().invoke(cli, ["--home", str(tmp_path), *args])
        assert result.exit_code == 0, result.output + repr(result.exception)
        return result.output

    run("import", str(shipped("samples")))
    before = run("search", "集体经济", "--json")
    monkeypatch.setitem(kb.engines.SUITED, "whoosh", 1)
    assert "kb reindex --engine tantivy" in run("status")
    assert "索引已重建" in run("reindex", "--engine", "tantivy")
    told = json.loads(run("status", "--json"))
    assert (told["engine"], told["outgrown"], told["index"]) == ("tantivy", False, "最新")
    assert run("search", "集体经济", "--json") == before
    assert "索引已重建" in run("reindex", "--engine", "whoosh")
    assert read_config(Home(tmp_path)).engine == "whoosh"
