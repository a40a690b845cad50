"""What leads out of a draft: an outline to its material, what is copied, files, the list."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from werkzeug.test import TestResponse

from tests.web.conftest import Tree
from tests.web.drafting import Desk, desk, kb
from tests.web.samples import JITI
from tests.web.test_search import texts
from web.draft_export import file_name

__all__ = ["desk", "kb"]

COPIED = next(p.text for p in JITI.passages if p.id == "p5")


def sections(answer: TestResponse) -> list[tuple[str, list[str]]]:
    tree = Tree(answer.text)
    return [
        (one.css_first("h2").text(), [box.attributes["value"] or "" for box in one.css("[type=checkbox]")])
        for one in tree.css(".found-for")
    ]


def test_the_headings_of_a_draft_are_its_outline(desk: Desk) -> None:
    desk.write("# 集体经济", "## 家底", "一段。", "# 作风")
    tree = desk.page(f"{desk.address}/outline")
    assert tree.css_first("#outline").text().strip() == "一、集体经济\n（一）家底\n二、作风"


def test_what_is_ticked_goes_under_its_heading(desk: Desk) -> None:
    desk.write("# 作风", "尾。")
    answer = desk.post(f"{desk.address}/outline", {"outline": "一、集体经济薄弱\n二、作风"})
    (first, keys), (second, others) = sections(answer)
    assert (first, second) == ("一、集体经济薄弱", "二、作风") and keys and others
    fields = {
        "level": ["1", "1"],
        "heading": ["集体经济薄弱", "作风"],
        "place-0": keys[:1],
        "place-1": others[:1],
    }
    assert desk.post(f"{desk.address}/outline/take", fields).status_code == 303
    assert [t for t in desk.texts if t.startswith("#")] == ["# 作风", "# 集体经济薄弱"]
    assert desk.texts[1] == "尾。" and len(desk.draft.excerpts) == 2
    assert desk.draft.excerpts[0].source.key == others[0]  # type: ignore[union-attr]


def test_what_was_used_is_told(desk: Desk) -> None:
    key = sections(desk.post(f"{desk.address}/outline", {"outline": "形式主义"}))[0][1][0]
    desk.take(key)
    other = desk.kept.new("另一篇").draft.id
    answer = desk.post(f"/draft/{other}/outline", {"outline": "形式主义"})
    offers = {
        one.css_first("input").attributes["value"]: one.text() for one in Tree(answer.text).css(".offer")
    }
    assert "用过" in offers[key]


def test_an_outline_is_also_answered_to_programs_and_told_when_wrong(desk: Desk) -> None:
    found = desk.post(f"{desk.address}/outline.json", {"outline": "集体经济"}).json["sections"]
    assert found[0]["heading"] == "集体经济" and found[0]["offers"][0]["key"]
    answer = desk.post(f"{desk.address}/outline", {"outline": " "})
    assert answer.status_code == 400 and "没有看到标题" in Tree(answer.text).css_first("[role=alert]").text()


def test_excerpts_are_told_apart_from_what_is_copied_from_elsewhere(desk: Desk) -> None:
    desk.write("# 摘录来的")
    desk.take("2022-zuofeng#p1")
    desk.write("# 抄来的", f"{COPIED}这几个字是自己的。")
    tree = desk.page(f"{desk.address}/overlap")
    own, other = tree.css("a.copied.own"), tree.css("a.copied:not(.own)")
    assert "文山会海" in own[0].text() and "第一责任人" in other[0].text() and "自己的" not in other[0].text()
    assert "没有记下出处，1 处" in tree.css_first(".lead").text()
    assert [row.css_first("th").text() for row in tree.css(".by-part tbody tr")] == [
        "一、摘录来的",
        "二、抄来的",
    ]
    run = tree.css_first((other[0].attributes["href"] or "").replace("#", "#"))
    assert "别处" in run.text() and run.css_first(".src-of a").attributes["href"].startswith("/speech/")  # type: ignore[union-attr]
    data = desk.client.get(f"{desk.address}/overlap.json").json
    assert len(data["runs"]) == 2 and data["own"] == [1]


def test_a_draft_of_excerpts_alone_says_so_an_empty_one_too(desk: Desk) -> None:
    tree = desk.page(f"{desk.address}/overlap")
    assert "没有文字" in tree.css_first("[role=alert]").text()
    desk.take("2022-zuofeng#p1")
    assert "都是记着出处的摘录" in desk.page(f"{desk.address}/overlap").css_first(".lead").text()


def test_a_heading_pasted_into_another_excerpt_does_not_make_it_known(desk: Desk) -> None:
    block = desk.take("2022-zuofeng#p3")
    desk.do("text", block=block, text=COPIED, seen=desk.seen(block))
    tree = desk.page(f"{desk.address}/overlap")
    assert tree.css("a.copied") and not tree.css("a.copied.own")


@pytest.mark.parametrize("kind", ["docx", "md", "txt", "html"])
def test_every_kind_of_file_says_all_of_the_draft(desk: Desk, kind: str) -> None:
    desk.write("# 甲", "一段话。")
    answer = desk.client.get(f"{desk.address}/file.{kind}")
    data = answer.data
    if kind == "docx":
        data = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
        assert answer.headers["Content-Disposition"].endswith(".docx")
    assert "一段话" in data.decode() and "一、" in data.decode()
    assert desk.client.get(f"{desk.address}/file.exe").status_code == 404


def test_an_appendix_of_sources_is_there_when_wanted(desk: Desk) -> None:
    desk.take("2022-zuofeng#p1")
    plain = desk.client.get(f"{desk.address}/file.txt").text
    with_sources = desk.client.get(f"{desk.address}/file.txt?appendix=1&marks=1").text
    assert "作风整顿动员会" not in plain and "作风整顿动员会" in with_sources and "[1]" in with_sources


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("在全县推进会上的讲话", "在全县推进会上的讲话.docx"),
        ("关于“三资”/台账: 怎么办？*", "关于“三资”_台账_ 怎么办？.docx"),
        (" ..讲话.. ", "讲话.docx"),
        ("///", "未命名文稿.docx"),
        ("长" * 300, "长" * 60 + ".docx"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title, "docx") == name


def test_the_name_travels_in_a_header_for_new_and_old_browsers(desk: Desk) -> None:
    header = desk.client.get(f"{desk.address}/file.docx").headers["Content-Disposition"]
    assert header.startswith("attachment; filename=\"draft.docx\"; filename*=UTF-8''%E5%9C%A8")


def test_gaps_are_told_before_a_file_is_made(desk: Desk) -> None:
    desk.write("××镇要带头。")
    tree = desk.page(f"{desk.address}/export")
    assert "还有 1 处空没有填" in tree.css_first(".notice").text()
    assert tree.css_first(".notice a").attributes["href"] == f"{desk.address}#gaps"
    desk.do("facts", title="在××会议上的发言", **{"was-title": "在会上的发言"})
    assert texts(desk.page(f"{desk.address}/export"), ".notice")[1].startswith(
        "题头里也有空：在××会议上的发言"
    )


def test_names_can_be_ticked_by_kind_and_are_shown_where_they_stand(desk: Desk) -> None:
    desk.write("青山镇和柳河镇都去了，投入300万元。")
    tree = desk.page(f"{desk.address}/masks?tick=place")
    assert texts(tree, "#place .around")[0].startswith("……")
    ticked = [b.attributes["value"] for b in tree.css("[name=chosen]") if "checked" in b.attributes]
    assert ticked == ["柳河镇", "青山镇"] or ticked == ["青山镇", "柳河镇"]


def test_the_list_tells_each_draft_and_the_one_being_written(desk: Desk) -> None:
    desk.write("一二三四五。")
    desk.submit(desk.page("/drafts"), ".begin .button", title="另一篇", occasion="推进会", date="")
    tree = desk.page("/drafts")
    assert texts(tree, ".draft-list b") == ["另一篇", "在会上的发言"]
    assert tree.css_first("[aria-current=true] b").text() == "另一篇"
    assert "6 字" in texts(tree, ".draft-list p")[1]
    assert [d["title"] for d in json.loads(desk.client.get("/drafts.json").data)["drafts"]] == [
        "另一篇",
        "在会上的发言",
    ]


def test_a_broken_draft_can_be_put_away(desk: Desk) -> None:
    desk.kept.path(desk.id).write_text("---\ntitle: [坏了\n---\n", encoding="utf-8")
    desk.submit(desk.page("/drafts"), ".draft-list [action$=delete] button")
    assert not desk.kept.ids()
