"""The library of files: what is written stays, edits do not overwrite each other, the index follows."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from indexer.refresh import refresh
from kb.asked import Asked
from kb.engine import Request
from kb.errors import BadConfig, BadTaxonomy, BrokenSpeech, LibraryBusy, NotFound, StaleEdit, StaleIndex
from kb.files import write_atomically
from kb.home import Home, create, read_config
from kb.library import Library
from kb.model import Passage, Speech
from kb.query import parse
from kb.search import search


@pytest.fixture
def library(tmp_path: Path) -> Library:
    create(Home(tmp_path / "库"))
    return Library(Home(tmp_path / "库"))


def speech(id_: str = "2024-a-1", text: str = "压实责任。", date: str = "2024") -> Speech:
    return Speech(id_, "讲话", (Passage("p1", text),), date=date)


def total(library: Library, q: str) -> int:
    return library.index.search(Request(parse(q).tree), 10).total


def test_a_place_without_a_library_tells_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="kb init"):
        Library(Home(tmp_path))


def test_making_a_home_twice_keeps_what_is_there(library: Library) -> None:
    library.home.themes.write_text("# 我的主题表\n", encoding="utf-8")
    assert create(library.home) is False
    assert library.home.themes.read_text(encoding="utf-8") == "# 我的主题表\n"


def test_saving_and_reading(library: Library) -> None:
    tag = library.save(speech())
    assert library.speech("2024-a-1") == speech()
    assert library.etag("2024-a-1") == tag
    assert library.ids() == ["2024-a-1"]


def test_an_edit_of_an_old_version_is_refused(library: Library) -> None:
    seen = library.save(speech())
    library.save(speech(text="别处改过。"), seen)
    with pytest.raises(StaleEdit):
        library.save(speech(text="我也改了。"), seen)
    assert library.speech("2024-a-1").passages[0].text == "别处改过。"


def test_a_new_date_moves_the_file_and_leaves_no_copy(library: Library) -> None:
    library.save(speech())
    library.save(speech(date="2021-05-06"))
    assert [p.parent.name for p in library.files()] == ["2021"]


def test_originals_are_kept_once_and_untouched(library: Library) -> None:
    first = library.keep_original(b"\xd1\xcf", "旧 讲话.TXT")
    assert library.keep_original(b"\xd1\xcf", "别名.txt").sha256 == first.sha256
    assert library.original_path(first).read_bytes() == b"\xd1\xcf"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "无此", "a/b", "*"])
def test_no_name_leads_outside(library: Library, name: str) -> None:
    with pytest.raises(NotFound):
        library.speech(name)


def test_a_renamed_or_broken_file_is_named(library: Library) -> None:
    library.save(speech())
    path = library.path("2024-a-1")
    shutil.copy(path, path.with_name("copy.md"))
    with pytest.raises(BrokenSpeech, match=r"copy\.md"):
        library.speech("copy")
    path.with_name("bytes.md").write_bytes(b"---\n\xff\n---\n")
    with pytest.raises(BrokenSpeech, match="UTF-8"):
        library.speech("bytes")
    with library.writing():
        done = refresh(library)
    assert done.indexed == 1
    assert len(done.broken) == 2


def test_one_writer_at_a_time(library: Library) -> None:
    other = Library(library.home)
    with library.writing(), pytest.raises(LibraryBusy, match="另一个"), other.writing(timeout=0.1):
        pass


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.md"
    write_atomically(target, b"old")

    def fail(*args: object) -> None:
        raise OSError("磁盘满")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="磁盘满"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_the_index_follows_the_files(library: Library) -> None:
    with pytest.raises(StaleIndex, match="kb reindex"):
        library.index.engine()
    library.save(speech())
    library.save(speech("2024-b-2", "作风整顿。"))
    with library.writing():
        assert refresh(library).rebuilt
        assert refresh(library).indexed == 0
    assert total(library, "责任") == 1
    path = library.path("2024-a-1")
    path.write_text(path.read_text(encoding="utf-8").replace("责任", "担子"), encoding="utf-8")
    library.path("2024-b-2").unlink()
    with library.writing():
        done = refresh(library)
    assert (done.indexed, done.removed, done.rebuilt) == (1, 1, False)
    assert (total(library, "责任"), total(library, "担子"), total(library, "作风")) == (0, 1, 0)
    library.close()


def test_deleting_the_index_loses_nothing(library: Library) -> None:
    library.save(speech())
    with library.writing():
        refresh(library)
    library.close()
    shutil.rmtree(library.home.index)
    with library.writing():
        assert refresh(library).rebuilt
    assert total(library, "责任") == 1
    library.close()


def test_edited_themes_make_the_index_stale(library: Library) -> None:
    library.save(speech())
    with library.writing():
        refresh(library)
    assert library.index.stamp() == library.stamp()
    themes = library.home.themes
    themes.write_text(
        '[[theme]]\nid = "only"\nname = "唯一"\nscope = "试"\nstrong = ["压实"]\nweak = []\nnot = []\n',
        encoding="utf-8",
    )
    assert library.index.stamp() != library.stamp()
    with library.writing():
        done = refresh(library)
    assert done.reclassified and not done.rebuilt
    assert search(library, Asked(themes=("唯一",))).total == 1
    library.close()


def test_a_running_reader_picks_up_what_another_process_wrote(library: Library) -> None:
    library.save(speech())
    with library.writing():
        refresh(library)
    reader = Library(library.home)
    assert total(reader, "作风") == 0
    library.save(speech("2024-b-2", "作风整顿。"))
    with library.writing():
        refresh(library)
    assert total(reader, "作风") == 1
    with library.writing():
        refresh(library, everything=True)
    assert total(reader, "作风") == 1
    assert [p.name for p in library.home.index.iterdir() if p.is_dir()] == ["2"]
    reader.close()
    library.close()


@pytest.mark.parametrize("text", ["port = 'x'", "colour = 1", "port ="])
def test_wrong_settings_are_named(library: Library, text: str) -> None:
    library.home.config.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfig, match=r"config\.toml"):
        read_config(library.home)


def test_a_reader_never_misses_while_another_rebuilds(library: Library) -> None:
    """A swap in between must not look like an empty library."""
    import threading

    library.save(speech())
    with library.writing():
        refresh(library)
    reader = Library(library.home)
    answers: list[int] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            answers.append(search(reader, Asked("责任")).total)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(12):
            with library.writing():
                refresh(library, everything=True)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(answers) == {1}
    reader.close()
    library.close()


def test_a_damaged_index_is_made_anew_and_never_answers_nothing(library: Library) -> None:
    library.save(speech())
    with library.writing():
        refresh(library)
    library.close()
    (part,) = library.home.index.rglob("columns.npz")
    part.unlink()
    with pytest.raises(StaleIndex):
        search(Library(library.home), Asked("责任"))
    assert library.index.stamp() != library.stamp()
    with library.writing():
        assert refresh(library).rebuilt
    state = next(iter(library.home.index.rglob("state.json")))
    state.write_text('{"stamp": "', encoding="utf-8")
    library.close()
    with library.writing():
        assert refresh(library, everything=True).rebuilt
    assert total(library, "责任") == 1
    library.close()


@pytest.mark.parametrize(
    "name", ["columns.npz", "columns.json", "tags-*.npz", "entries.jsonl", "*.terms.npy"]
)
def test_an_index_that_was_cut_short_tells_the_way_out(library: Library, name: str) -> None:
    library.save(speech())
    with library.writing():
        refresh(library)
    library.close()
    for file in library.home.index.rglob(name):
        file.write_bytes(file.read_bytes()[:5])
    reader = Library(library.home)
    if name != "entries.jsonl":
        with pytest.raises(StaleIndex, match="kb reindex"):
            search(reader, Asked("责任"))
    with reader.writing():
        assert refresh(reader, everything=True).rebuilt
    assert total(reader, "责任") == 1
    reader.close()


def test_two_files_of_one_id_are_named(library: Library) -> None:
    library.save(speech())
    path = library.path("2024-a-1")
    (library.home.speeches / "2023").mkdir()
    shutil.copy(path, library.home.speeches / "2023" / path.name)
    with library.writing():
        assert any("编号相同" in told for told in refresh(library).broken)


def test_a_file_in_another_encoding_stops_nothing(library: Library) -> None:
    library.save(speech())
    library.path("2024-a-1").with_name("gbk.md").write_bytes("---\nid: 甲\n---\n".encode("gbk"))
    assert library.sources().by_hash == {}


def test_commas_between_words_are_read_as_spaces_when_nothing_else_is_found(library: Library) -> None:
    library.save(speech(text="责任要压实，作风要过硬。"))
    with library.writing():
        refresh(library)
    assert search(library, Asked("压实，作风")).notices == ()
    loose = search(library, Asked("作风，压实"))
    assert loose.total == 1
    assert "当作空格" in loose.notices[0]
    library.close()


def test_a_running_server_goes_on_while_the_themes_are_being_edited(library: Library) -> None:
    good = library.classifier()
    library.home.themes.write_text("[[theme]\n", encoding="utf-8")
    assert library.classifier() is good
    with pytest.raises(BadTaxonomy):
        Library(library.home).classifier()


def test_a_library_is_empty_until_it_has_a_speech(library: Library) -> None:
    assert library.is_empty()
    with library.writing():
        library.save(speech())
    assert not library.is_empty()


def test_the_state_of_a_speech_follows_its_file(library: Library) -> None:
    with library.writing():
        library.save(speech())
    first = library.version("2024-a-1")
    with library.writing():
        library.save(speech(text="压实责任，抓好落实。", date="2023"))
    path, _, size = library.version("2024-a-1")
    assert path.parent.name == "2023" and size > first[2]
    path.rename(first[0])
    assert library.version("2024-a-1")[0] == first[0]
    with pytest.raises(NotFound):
        library.version("2024-b-2")
