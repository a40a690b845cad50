"""Importing as a user meets it: again, changed, copied, moved, gone, cut short."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.gather import gather
from indexer.pipeline import Report, import_files
from indexer.sync import settle
from indexer.twins import merge
from kb.asked import Asked
from kb.errors import BadTaxonomy, KbError
from kb.home import Home, create
from kb.library import Library
from kb.model import Decision, Passage, Removed, Speech
from kb.search import search

ROOT = Path(__file__).resolve().parents[2]
TEXT = """在全镇作风建设会上的讲话
（2023年3月1日）
同志们：
一、把问题摆出来
有的干部办事拖、遇事推，群众跑三趟办不成一件事，根子在作风不实。
二、把规矩立起来
从今天起，窗口单位一次办结，办不成要讲清理由，谁让群众白跑，谁在大会上说明。
同志们，作风是干出来的，不是喊出来的，从明天早上八点开始看行动。
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    create(Home(tmp_path / "库"))
    return Library(Home(tmp_path / "库"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "讲话稿"
    path.mkdir()
    (path / "作风.txt").write_text(TEXT, encoding="utf-8")
    return path


def run(library: Library, folder: Path, **options: bool) -> Report:
    return import_files(library, gather([folder]), **options)  # type: ignore[arg-type]


def only(library: Library) -> Speech:
    (id_,) = library.ids()
    return library.speech(id_)


def decide(library: Library, text: str) -> None:
    """A person says yes to a theme of the passage with this text in it."""
    speech = only(library)
    body = tuple(
        replace(n, decisions=(Decision("work-style", True),))
        if isinstance(n, Passage) and text in n.text
        else n
        for n in speech.body
    )
    library.save(replace(speech, body=body))


def decided(library: Library) -> dict[str, str]:
    return {p.id: p.text for p in only(library).passages if p.decisions}


def test_a_dry_run_tells_and_writes_nothing(library: Library, folder: Path) -> None:
    report = run(library, folder, dry_run=True)
    assert [o.status for o in report.outcomes] == ["imported"]
    assert library.ids() == []
    assert not list(library.home.originals.rglob("*.txt"))


def test_a_changed_file_updates_its_speech_and_keeps_decisions(library: Library, folder: Path) -> None:
    run(library, folder)
    before = only(library)
    decide(library, "窗口单位")
    kept = decided(library)
    (folder / "作风.txt").write_text(
        TEXT.replace("二、把规矩", "这是新加的一段，讲讲外地的做法。\n二、把规矩"), encoding="utf-8"
    )
    report = run(library, folder)
    after = only(library)
    assert [o.status for o in report.outcomes] == ["updated"]
    assert after.id == before.id
    assert decided(library) == kept
    assert any("新加的一段" in p.text for p in after.passages)
    assert [o.sha256 for o in after.also] == [before.original.sha256] if before.original else False
    assert search(library, Asked("外地的做法")).total == 1
    assert [o.status for o in run(library, folder).outcomes] == ["unchanged"]
    library.close()


def test_a_decision_whose_passage_is_gone_is_kept_and_told(library: Library, folder: Path) -> None:
    run(library, folder)
    decide(library, "窗口单位")
    (folder / "作风.txt").write_text("\n".join(TEXT.splitlines()[:5]), encoding="utf-8")
    report = run(library, folder)
    assert "已另外保留" in report.outcomes[0].reason
    assert "窗口单位" in only(library).unplaced[0].text
    (folder / "作风.txt").write_text(TEXT + "又添一段。", encoding="utf-8")
    run(library, folder)
    assert only(library).unplaced == ()
    assert any("窗口单位" in text for text in decided(library).values())
    library.close()


def test_an_edit_by_hand_is_not_written_over(library: Library, folder: Path) -> None:
    run(library, folder)
    path = library.path(only(library).id)
    path.write_text(path.read_text(encoding="utf-8").replace("跑三趟", "跑了五趟"), encoding="utf-8")
    (folder / "作风.txt").write_text(TEXT + "又添一段。", encoding="utf-8")
    report = run(library, folder)
    assert [o.status for o in report.outcomes] == ["conflict"]
    assert "手工改过" in report.outcomes[0].reason
    assert any("跑了五趟" in p.text for p in only(library).passages)
    library.close()


def test_what_a_person_settled_about_the_speech_stays(library: Library, folder: Path) -> None:
    run(library, folder)
    library.save(replace(only(library), date="2022-12-31", found={"date": "person"}))
    (folder / "作风.txt").write_text(TEXT + "又添一段。", encoding="utf-8")
    run(library, folder)
    assert only(library).date == "2022-12-31"
    library.close()


def test_the_same_speech_in_two_files_is_told_and_can_be_made_one(library: Library, folder: Path) -> None:
    run(library, folder)
    first = only(library)
    decide(library, "窗口单位")
    long = TEXT.replace("会上的讲话", "会上的讲话（录音整理）").replace("八点开始", "八点钟开始")
    (folder / "副本.txt").write_text(long, encoding="utf-8")
    report = run(library, folder)
    (copy,) = report.of("duplicate")
    assert copy.same_as == first.id
    assert "kb merge" in copy.reason
    with library.writing():
        merged = merge(library, copy.speech, first.id)
    assert library.ids() == [copy.speech]
    assert len(merged.also) == 1
    assert any("窗口单位" in text for text in decided(library).values())
    assert {o.status for o in run(library, folder).outcomes} == {"unchanged"}
    library.close()


def test_a_line_brought_back_or_taken_out_stays_so(library: Library, folder: Path) -> None:
    (folder / "作风.txt").write_text("更多范文请关注公众号：小禾文库\n" + TEXT, encoding="utf-8")
    run(library, folder)
    speech = only(library)
    assert [r.text for r in speech.removed] == ["更多范文请关注公众号：小禾文库"]
    library.save(
        replace(speech, removed=(Removed(5, "从明天起", "person"),), kept=("更多范文请关注公众号：小禾文库",))
    )
    changed = "更多范文请关注公众号：小禾文库\n" + TEXT + "从明天起\n又添一段。"
    (folder / "作风.txt").write_text(changed, encoding="utf-8")
    run(library, folder)
    assert [(r.text, r.rule) for r in only(library).removed] == [("从明天起", "person")]
    library.close()


def test_sync_knows_a_moved_file_and_marks_a_vanished_one(library: Library, folder: Path) -> None:
    run(library, folder)
    (folder / "2023").mkdir()
    (folder / "作风.txt").rename(folder / "2023" / "作风会.txt")
    assert [c.status for c in settle(library, folder, dry_run=True)] == ["moved"]
    assert [c.status for c in settle(library, folder)] == ["moved"]
    assert settle(library, folder) == ()
    original = only(library).original
    assert original is not None
    assert original.path.endswith("作风会.txt")
    (folder / "2023" / "作风会.txt").rename(folder.parent / "拿走了.txt")
    assert [c.status for c in settle(library, folder)] == ["vanished"]
    assert only(library).vanished
    (folder.parent / "拿走了.txt").rename(folder / "2023" / "作风会.txt")
    assert [c.status for c in settle(library, folder)] == ["returned"]
    assert not only(library).vanished


def test_hidden_and_lock_files_are_left_alone(folder: Path) -> None:
    (folder / "~$作风.docx").write_bytes(b"x")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "a.txt").write_bytes(b"x")
    assert [p.name for p in gather([folder])] == ["作风.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C 在 Windows 上不能这样发送")
def test_an_interrupted_import_leaves_a_sound_library_and_goes_on(tmp_path: Path) -> None:
    import signal

    folder = tmp_path / "稿"
    folder.mkdir()
    for n in range(400):
        (folder / f"{n:03}.txt").write_text(TEXT.replace("三趟", f"{n}趟") * 3, encoding="utf-8")
    home = tmp_path / "库"
    command = [sys.executable, "-m", "kb", "--home", str(home), "import", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for _ in range(600):
        if len(list((home / "speeches").rglob("*.md"))) >= 5:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "再运行一次即可继续" in errors
    assert "Traceback" not in errors
    library = Library(Home(home))
    saved = len(library.ids())
    assert 5 <= saved < 400
    for id_ in library.ids():
        library.speech(id_)
    report = import_files(library, gather([folder]))
    assert len(report.of("unchanged")) == saved
    assert len(library.ids()) == 400
    assert search(library, Asked("作风是干出来的")).total == 400 * 3
    library.close()


def test_an_archive_is_imported_file_by_file(library: Library, folder: Path) -> None:
    import zipfile

    with zipfile.ZipFile(folder / "旧稿.zip", "w") as archive:
        archive.writestr(
            "2019/春耕.txt", "在春耕会上的讲话\n同志们：\n种子化肥要备在前头，地里的活不等人。\n"
        )
        archive.writestr("2019/坏.docx", b"PK\x03\x04broken")
    report = run(library, folder)
    told = {o.path.name: o.status for o in report.outcomes}
    assert told == {"作风.txt": "imported", "春耕.txt": "imported", "坏.docx": "unreadable"}
    assert {o.status for o in run(library, folder).of("imported", "unchanged")} == {"unchanged"}
    library.close()


def test_a_line_that_all_files_share_is_taken_for_the_sites(library: Library, folder: Path) -> None:
    crops = ["麦子", "油菜", "玉米", "茶叶", "柑橘", "蚕桑"]
    for n, crop in enumerate(crops):
        text = f"小禾文稿小铺\n在全镇{crop}生产会上的讲话\n同志们：\n{crop}要抓早抓细，第{n}季的账要算清，地里的活不等人。\n"
        (folder / f"{crop}.txt").write_text(text, encoding="utf-8")
    run(library, folder)
    speeches = [library.speech(id_) for id_ in library.ids() if "生产会" in library.speech(id_).title]
    assert len(speeches) == len(crops)
    assert {(r.text, r.rule) for s in speeches for r in s.removed} == {("小禾文稿小铺", "repeated")}
    library.close()


def test_a_wrongly_read_file_is_read_anew_as_a_person_says(library: Library, folder: Path) -> None:
    big5 = folder / "繁体.txt"
    big5.write_bytes("在春耕會上的講話\n同志們：\n種子化肥要備在前頭。\n".encode("big5"))
    import_files(library, [big5], encoding="gb18030")
    wrong = only(library)
    assert "春耕" not in wrong.title
    (outcome,) = import_files(library, [big5], encoding="big5").outcomes
    assert outcome.status == "updated"
    assert "春耕" in only(library).title
    assert only(library).id == wrong.id
    assert only(library).also == ()
    library.close()


def test_a_source_may_go_back_to_an_earlier_version(library: Library, folder: Path) -> None:
    run(library, folder)
    (folder / "作风.txt").write_text(TEXT + "又添一段。", encoding="utf-8")
    run(library, folder)
    (folder / "作风.txt").write_text(TEXT, encoding="utf-8")
    assert [o.status for o in run(library, folder).outcomes] == ["updated"]
    assert not any("又添一段" in p.text for p in only(library).passages)
    library.close()


def test_speeches_that_differ_are_not_merged(library: Library, folder: Path) -> None:
    (folder / "春耕.txt").write_text(
        "在春耕会上的讲话\n同志们：\n种子化肥要备在前头，地里的活不等人。\n", encoding="utf-8"
    )
    run(library, folder)
    one, two = library.ids()
    with library.writing(), pytest.raises(KbError, match="相差较大"):
        merge(library, one, two)
    assert len(library.ids()) == 2
    library.close()


def test_a_broken_taxonomy_is_said_before_anything_is_written(library: Library, folder: Path) -> None:
    library.home.themes.write_text("[[theme]\n", encoding="utf-8")
    with pytest.raises(BadTaxonomy):
        run(library, folder)
    assert library.ids() == []
