"""Import in the browser: what becomes of each file, limits, labels, merging, looking through."""

from __future__ import annotations

import io
import itertools
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import web.batches
from kb.asked import Asked
from kb.library import Library
from kb.search import search
from tests.web.conftest import Tree
from tests.web.forms import Writer
from tests.web.samples import JITI, make
from tests.web.test_search import attributes, texts
from web import create_app
from web.batches import Batch, Stopped, label

SPEECH = """更多公文范文请关注公众号：某某
在全县重点工作推进会上的讲话
（2021年5月6日）
同志们：
今天开会，主要是把三件事说透，把硬骨头分下去。
一、认识要到位
各级要把思想摆进去、把职责摆进去，不当旁观者。
二、措施要到位
要挂图作战，一项一项过，一家一家盯。
— 2 —
责任编辑：张三
""".encode()
OTHER = "在全县水利工作会议上的讲话\n（2020年3月）\n清淤要赶在汛期之前，一条沟一条沟地过。\n".encode()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home", (JITI,))
    yield made
    made.close()


@pytest.fixture
def writer(library: Library) -> Writer:
    return Writer(create_app(library))


def bomb() -> bytes:
    """A docx whose text unpacks to far more than it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:t>" + b" " * (300 * 1024 * 1024))
    return out.getvalue()


def entities() -> bytes:
    """A docx with entities that expand without end, and one that reads a file."""
    out = io.BytesIO()
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/passwd">'
    names = ["a", *(f"a{n}" for n in range(1, 10))]
    doctype += "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in itertools.pairwise(names))
    doctype += "]>"
    body = "<w:body><w:p><w:r><w:t>&a9;&f;正文</w:t></w:r></w:p></w:body>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'<?xml version="1.0"?>{doctype}<w:document {space}>{body}</w:document>'
        )
    return out.getvalue()


def test_files_become_speeches_that_are_found(writer: Writer, library: Library) -> None:
    tree = writer.bring({"推进会.txt": SPEECH, "水利.txt": OTHER})
    assert texts(tree, ".outcomes .status") == ["导入", "导入"]
    assert texts(tree, ".outcomes .what a") == ["在全县重点工作推进会上的讲话", "在全县水利工作会议上的讲话"]
    assert "清理 3 行" in texts(tree, ".sum-up")[0]
    assert [f.speech.title for f in search(library, Asked(q="“挂图作战”")).found] == [
        "在全县重点工作推进会上的讲话"
    ]
    assert "挂图作战" in writer.client.get("/search?q=挂图作战").text


def test_the_same_again_is_told_and_changes_nothing(writer: Writer, library: Library) -> None:
    writer.bring({"推进会.txt": SPEECH})
    before = library.ids()
    tree = writer.bring({"改了名.txt": SPEECH, "再一份.txt": SPEECH})
    assert texts(tree, ".outcomes .status") == ["已有", "已有"]
    assert "已经导入过" in texts(tree, ".why-not")[0]
    assert library.ids() == before


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("坏.docx", b"PK\x03\x04" + bytes(200)),
        ("炸弹.docx", bomb()),
        ("空.txt", b""),
        (
            "加密.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600),
        ),
        ("程序.exe", b"MZ\x90\x00" + bytes(500)),
    ],
)
def test_a_hostile_or_broken_file_is_an_error_for_it_alone(writer: Writer, name: str, data: bytes) -> None:
    tree = writer.bring({name: data, "水利.txt": OTHER})
    told = dict(zip(texts(tree, ".file"), texts(tree, ".status"), strict=True))
    assert told == {name: "读不了", "水利.txt": "导入"}
    assert len(texts(tree, ".unreadable .why-not")[0]) > 8


def test_entities_are_not_expanded_and_no_file_is_read(writer: Writer, library: Library) -> None:
    writer.bring({"实体.docx": entities(), "水利.txt": OTHER})
    everything = "".join(p.text for id_ in library.ids() for p in library.speech(id_).passages)
    assert "root:" not in everything
    assert "aaaaaaaaaaaaaaaaaaaaa" not in everything
    assert "清淤" in everything


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("推进会.txt", "推进会.txt"),
        ("文件夹/子/推进会.txt", "推进会.txt"),
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\某\\讲话.doc", "讲话.doc"),
        ("a\x00b\n\u202etxt.exe", "abtxt.exe"),
        ('<img src=x onerror="1">.txt', "img src=x onerror=1.txt"),
        ("", "未命名"),
        ("长" * 400 + ".docx", "长" * 145 + ".docx"),
    ],
)
def test_a_file_name_is_a_label(given: str, shown: str) -> None:
    assert label(given) == shown


def test_an_odd_suffix_is_no_suffix() -> None:
    assert Path(label("讲话." + "x" * 300)).suffix == ""
    assert Path(label("2021.5.6 在某某会上的讲话")).suffix in ("", ".6 在某某会上的讲话"[:12])


def test_no_file_is_written_outside_and_no_name_is_a_path(
    writer: Writer, library: Library, tmp_path: Path
) -> None:
    writer.bring({"../../跑出去.txt": SPEECH, "甲/../../乙.txt": OTHER})
    assert {p.name for p in tmp_path.iterdir()} == {"home"}
    names = {p.stem for p in library.home.originals.rglob("*") if p.is_file()}
    assert all(re.fullmatch("[0-9a-f]{64}", name) for name in names)
    assert {library.speech(i).original.name for i in library.ids() if i != JITI.id} == {
        "跑出去.txt",
        "乙.txt",
    }  # type: ignore[union-attr]


def test_files_of_the_system_are_passed_over_and_that_is_said(writer: Writer) -> None:
    tree = writer.bring({".DS_Store": b"x", "~$讲话.docx": b"x", "水利.txt": OTHER})
    assert "略过系统自己的文件 2 个" in texts(tree, ".sum-up")[0]
    assert len(texts(tree, ".outcomes li")) == 1


def test_too_many_too_large_and_too_much(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.batches, "MAX_FILE", 300)
    monkeypatch.setattr(web.batches, "MAX_FILES", 2)
    tree = writer.bring({"大.txt": b"x" * 301, "水利.txt": OTHER, "多.txt": OTHER + b"!"})
    why = dict(zip(texts(tree, ".unreadable .file"), texts(tree, ".unreadable .why-not"), strict=True))
    assert why["大.txt"].startswith("超过")
    assert why["多.txt"].startswith("一次最多导入 2 个文件")
    assert texts(tree, ".imported .file") == ["水利.txt"]


def test_a_request_beyond_the_limit_gets_a_friendly_page(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.importing.MAX_TOTAL", 1000)
    answer = writer.send({"大.txt": b"x" * 2000})
    assert answer.status_code == 413
    assert "一次最多" in answer.text
    assert writer.send({"小.txt": OTHER}).status_code == 303


def test_other_forms_stay_small(writer: Writer) -> None:
    answer = writer.post("/speech/2023-jiti/facts", {"title": "长" * 100_000})
    assert answer.status_code == 413


def test_choosing_nothing_says_so(writer: Writer) -> None:
    answer = writer.post("/import", {"file": (io.BytesIO(b""), "")}, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "没有选文件" in answer.text


def test_many_requests_make_one_import(writer: Writer) -> None:
    headers = {"Accept": "application/json"}
    parts = {"csrf": writer.token(), "more": "1", "file": [(io.BytesIO(SPEECH), "甲.txt")]}
    first = writer.client.post("/import", data=parts, headers=headers).json
    assert first is not None
    assert "正在接收文件" in writer.page(first["url"]).css_first(".told").text()
    last = {
        "csrf": writer.token(),
        "batch": first["batch"],
        "refused": "太大.pdf",
        "file": [(io.BytesIO(OTHER), "乙.txt")],
    }
    assert writer.client.post("/import", data=last, headers=headers).json == first | {"files": 2}
    tree = writer.wait(first["url"])
    assert texts(tree, ".file") == ["太大.pdf", "甲.txt", "乙.txt"]
    again = writer.client.post(
        "/import", data={**last, "file": [(io.BytesIO(OTHER), "丙.txt")]}, headers=headers
    )
    assert again.status_code == 400
    assert "已经开始" in again.json["error"]  # type: ignore[index]


def test_outcomes_are_given_from_where_one_has_read(writer: Writer) -> None:
    tree = writer.bring({"甲.txt": SPEECH, "乙.txt": OTHER})
    url = tree.css_first("#merge").attributes["action"].removesuffix("/merge")  # type: ignore[union-attr]
    assert texts(writer.page(f"{url}?after=1"), ".file") == ["乙.txt"]
    assert len(texts(writer.page(f"{url}?after={'9' * 5000}"), ".file")) == 2
    assert writer.page(f"{url}?after=1").css_first("#outcomes").attributes["data-count"] == "2"
    data = writer.client.get(f"{url}.json").json
    assert data["state"] == "done"  # type: ignore[index]
    assert [o["status"] for o in data["outcomes"]] == ["imported", "imported"]  # type: ignore[index]
    assert writer.client.get("/import.json").json["imports"][0]["imported"] == 2  # type: ignore[index]


def test_an_import_that_is_not_known_says_so(writer: Writer) -> None:
    for address in ("/import/nothing", "/import/nothing.json", "/import/nothing/1"):
        answer = writer.client.get(address)
        assert answer.status_code == 404
    assert "记录已经不在了" in writer.client.get("/import/nothing").text


def test_an_import_waits_for_another_writer_and_can_be_cancelled(writer: Writer, library: Library) -> None:
    with library.writing():
        url = writer.send({"甲.txt": SPEECH}).location
        tree = writer.page(url)
        assert "等它结束就开始" in tree.css_first(".told").text()
        assert tree.css_first("noscript meta") is not None or "http-equiv" in writer.client.get(url).text
        assert writer.client.get("/search?q=集体经济").status_code == 200
        assert writer.post(f"{url}/cancel").status_code == 303
    tree = writer.wait(url)
    assert "已取消" in tree.css_first("h1").text()
    assert library.ids() == [JITI.id]


def test_what_asks_for_a_person_comes_first(writer: Writer) -> None:
    tree = writer.bring({"甲.txt": SPEECH, "坏.docx": b"PK\x03\x04" + bytes(100), "乙.txt": OTHER})
    assert texts(tree, ".file") == ["坏.docx", "甲.txt", "乙.txt"]


def test_while_the_first_import_goes_on_searching_says_so(empty: Library) -> None:
    app = create_app(empty)
    with empty.writing():
        empty.save(JITI)
        writer = Writer(app)
        url = writer.send({"甲.txt": SPEECH}).location
        answer = writer.client.get("/search?q=村")
        assert answer.status_code == 503
        assert "正在导入" in answer.text
        assert "kb reindex" not in answer.text
    writer.wait(url)
    assert writer.client.get("/search?q=村").status_code == 200
    empty.close()


def test_two_imports_come_one_after_the_other(writer: Writer) -> None:
    with_first, with_second = (
        writer.send({"甲.txt": SPEECH}).location,
        writer.send({"乙.txt": OTHER}).location,
    )
    for url in (with_second, with_first):
        assert "导入好了" in writer.wait(url).css_first("h1").text()


def test_what_was_imported_before_cancelling_is_found(library: Library) -> None:
    from web.intake import import_batch

    batch = Batch("b")
    for name, data in (("甲.txt", SPEECH), ("乙.txt", OTHER)):
        batch.receive(name, io.BytesIO(data))
    batch.state = "waiting"
    batch._stop.set()
    with pytest.raises(Stopped):
        import_batch(library, batch)
    assert [r.name for r in batch.results] == ["甲.txt"]
    assert search(library, Asked(q="“挂图作战”")).total == 1


def test_an_import_from_a_thread_may_use_processes(writer: Writer) -> None:
    files = {
        f"{n}.txt": OTHER + f"第{n}篇另有一句话，说的是{chr(0x5000 + n) * 30}。\n".encode() for n in range(13)
    }
    tree = writer.bring(files)
    assert len(texts(tree, ".outcomes li")) == 13
    assert threading.current_thread() is threading.main_thread()


def test_near_copies_are_made_one_and_that_can_be_undone(writer: Writer, library: Library) -> None:
    writer.bring({"甲.txt": SPEECH})
    tree = writer.bring({"乙.txt": SPEECH.replace("张三".encode(), "李四".encode())})
    assert texts(tree, ".status") == ["相同"]
    assert "kb merge" not in tree.text()
    before = {id_: library.speech(id_) for id_ in library.ids()}
    answer = writer.submit(tree, ".outcomes button")
    assert answer.status_code == 303
    merged = writer.page(answer.location)
    assert "已合为一篇" in merged.css_first(".said").text()
    assert "已并入另一篇" in merged.css_first(".what").text()
    assert len(library.ids()) == len(before) - 1
    assert search(library, Asked(q="“挂图作战”")).total == 1
    writer.submit(merged, ".said button")
    assert {id_: library.speech(id_) for id_ in library.ids()} == before
    assert search(library, Asked(q="“挂图作战”")).total == 2


def test_all_near_copies_of_a_batch_are_made_one_at_once(writer: Writer, library: Library) -> None:
    copies = {
        f"{name}.txt": SPEECH.replace("张三".encode(), name.encode()) for name in ("李四", "王五", "赵六")
    }
    tree = writer.bring(copies)
    assert texts(tree, ".status") == ["相同", "相同", "导入"]
    assert writer.submit(tree, ".all button").status_code == 303
    kept = [library.speech(id_) for id_ in library.ids() if id_ != JITI.id]
    assert [len(speech.also) for speech in kept] == [2]


def look(writer: Writer) -> tuple[str, Tree]:
    tree = writer.bring({"推进会.txt": SPEECH})
    address = attributes(tree, ".next .button", "href")[0]
    return address, writer.page(address)


def test_a_new_speech_is_looked_through(writer: Writer) -> None:
    address, tree = look(writer)
    assert texts(tree, ".crumb") == ["← 导入的结果第 1 篇，共 1 篇"]
    assert texts(tree, ".removed tbody td:nth-child(2)") == ["推广", "页码", "编辑"]
    assert texts(tree, ".sections summary") == ["开头 3 段", "一、认识要到位 1 段", "二、措施要到位 1 段"]
    assert attributes(tree, "#fact-date", "value") == ["2021-05-06"]
    assert "依据：正文" in texts(tree, ".fact small")
    assert writer.client.get(f"{address}.json").json["sections"][1]["heading"] == "一、认识要到位"  # type: ignore[index]
    assert "看过了" in writer.page(address.rpartition("/")[0]).css_first(".what").text()


def test_facts_set_while_looking_lead_back_and_are_kept(writer: Writer, library: Library) -> None:
    address, tree = look(writer)
    answer = writer.submit(tree, ".facts-form button", date="2021年5月7日", place="柳坪镇")
    assert (answer.status_code, answer.location) == (303, address)
    id_ = next(i for i in library.ids() if i != JITI.id)
    assert (library.speech(id_).date, library.speech(id_).place) == ("2021-05-07", "柳坪镇")
    assert library.speech(id_).found["date"] == "person"
    again = writer.page(address)
    assert "依据：由人填写" in texts(again, ".fact small")
    assert "已改好" in again.css_first(".said").text()
    assert not writer.page(address).css(".said")


def test_a_number_that_is_none_is_404(writer: Writer) -> None:
    address, _ = look(writer)
    assert writer.client.get(address.rpartition("/")[0] + "/9").status_code == 404


def test_these_pages_keep_the_rules_of_all_pages(writer: Writer) -> None:
    address, tree = look(writer)
    for page in (tree, writer.page("/import"), writer.page(address.rpartition("/")[0])):
        assert not page.css("[style], style, script:not([src]), [onclick], [onsubmit]")
        ids = [node.attributes["id"] for node in page.css("[id]")]
        assert len(ids) == len(set(ids))
        for node in page.css("[aria-describedby], [aria-labelledby], [form], [list], label[for]"):
            names = ("aria-describedby", "aria-labelledby", "form", "list", "for")
            assert {node.attributes[name] for name in names if node.attributes.get(name)} <= set(ids)
        assert len(page.css("h1")) == 1
        assert all(form.css("[name=csrf]") for form in page.css("form[method=post]"))
