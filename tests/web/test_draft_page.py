"""A draft on its page, without scripts: written, put in order, numbered, each excerpt with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.library import Library
from kb.model import Passage
from tests.web.drafting import Desk, desk, kb
from tests.web.samples import JITI, ZUOFENG
from tests.web.test_search import texts

__all__ = ["desk", "kb"]


def numbers(desk: Desk) -> list[str]:
    return texts(desk.sheet(), ".number")


def test_a_draft_is_begun_written_and_read_back(desk: Desk) -> None:
    tree = desk.sheet()
    assert tree.css_first("textarea.title").text() == "在会上的发言" and tree.css_first(".empty")
    assert desk.submit(tree, ".insert [value=heading]", text="一、看清形势", level="1").status_code == 303
    answer = desk.submit(desk.sheet(), "#b1 .insert [value=paste]", text="先说成绩。")
    assert answer.location == f"{desk.address}#b2"
    assert desk.texts == ["# 看清形势", "先说成绩。"] and numbers(desk) == ["一、"]
    tree = desk.sheet()
    assert tree.css_first("#text-b2").text() == "先说成绩。" and tree.css_first(".empty") is None


def test_every_excerpt_shows_where_it_comes_from_and_what_was_changed_in_it(desk: Desk) -> None:
    block = desk.take("2022-zuofeng#p2")
    source = desk.sheet().css_first(f"#{block} .source")
    assert "在作风整顿动员会上的讲话" in source.css_first("summary").text() and "一字未改" in source.text()
    assert desk.page(source.css_first("a").attributes["href"].partition("#")[0])
    desk.submit(desk.sheet(), f"#{block} [data-saves]", text="不推诿、不扯皮，谁的事谁来办。")
    tree = desk.sheet()
    assert texts(tree, f"#{block} .flag") == ["有改动"]
    assert texts(tree, f"#{block} .runs del") == ["账", "认"] and texts(tree, f"#{block} .runs ins") == [
        "事",
        "办",
    ]
    desk.submit(tree, f"#{block} [value=taken]")
    assert desk.texts == ["不推诿、不扯皮，谁的账谁来认。"] and not desk.sheet().css(f"#{block} .flag")


@pytest.mark.parametrize(
    ("press", "left"), [("renew", "谁的账谁来认，年底看账。"), ("keep", "不推诿、不扯皮，谁的账谁来认。")]
)
def test_a_source_that_has_changed_is_told_and_a_person_decides(
    desk: Desk, kb: Library, press: str, left: str
) -> None:
    block = desk.take("2022-zuofeng#p2")
    body = [
        replace(p, text="谁的账谁来认，年底看账。") if isinstance(p, Passage) and p.id == "p2" else p
        for p in ZUOFENG.body
    ]
    kb.save(replace(ZUOFENG, body=tuple(body)))
    tree = desk.sheet()
    assert (
        texts(tree, f"#{block} .warn") == ["出处后来改过"]
        and "年底看账" in tree.css_first(f"#{block} .runs").text()
    )
    desk.submit(tree, f"#{block} [value={press}]")
    assert desk.texts == [left] and not desk.sheet().css(f"#{block} .warn")


def test_an_excerpt_renewed_is_cited_as_its_source_is_called_now(desk: Desk, kb: Library) -> None:
    block = desk.take("2022-zuofeng#p2")
    before = desk.draft.block(block).source
    body = [
        replace(p, text="年底看账。") if isinstance(p, Passage) and p.id == "p2" else p for p in ZUOFENG.body
    ]
    kb.save(replace(ZUOFENG, title="改过的题目", body=tuple(body)))
    desk.do("renew", block=block)
    now = desk.draft.block(block).source
    assert before and now and now.citation.startswith("《改过的题目》")
    assert (now.added, now.taken, desk.texts) == (before.added, "年底看账。", ["年底看账。"])


def test_a_source_that_is_called_otherwise_now_can_be_cited_so(desk: Desk, kb: Library) -> None:
    block = desk.take("2022-zuofeng#p2")
    assert not desk.sheet().css(f"#{block} [value=cite]")
    kb.save(replace(ZUOFENG, title="改过的题目"))
    text = desk.texts
    desk.submit(desk.sheet(), f"#{block} [value=cite]")
    now = desk.draft.block(block).source
    assert now and now.citation.startswith("《改过的题目》") and desk.texts == text
    assert not desk.sheet().css(f"#{block} [value=cite]")


def test_a_source_that_is_gone_is_told(desk: Desk, kb: Library) -> None:
    block = desk.take("2022-zuofeng#p2")
    kb.delete("2022-zuofeng")
    tree = desk.sheet()
    assert texts(tree, f"#{block} .warn") == ["出处已不在资料库"] and not tree.css(f"#{block} .source-in a")
    assert desk.do("renew", block=block).status_code == 400


def test_blocks_go_up_and_down_and_headings_take_along_what_is_under_them(desk: Desk) -> None:
    _, own, second, _ = desk.write("# 甲", "甲下面。", "# 乙", "乙下面。")
    desk.submit(desk.sheet(), f"#{second} [value=up]")
    assert desk.texts == ["# 乙", "乙下面。", "# 甲", "甲下面。"] and numbers(desk) == ["一、", "二、"]
    desk.submit(desk.sheet(), f"#{own} [value=up]")
    assert desk.texts == ["# 乙", "乙下面。", "甲下面。", "# 甲"]


def test_levels_are_changed_and_numbers_follow(desk: Desk) -> None:
    _, second, text = desk.write("# 甲", "# 乙", "一行字")
    desk.press(f"#{second} [aria-label=降一级]")
    assert numbers(desk) == ["一、", "（一）"]
    desk.press(f"#{text} .tools [value='1']")
    desk.press(f"#{second} .tools [value='0']")
    assert desk.texts == ["# 甲", "乙", "# 一行字"] and numbers(desk) == ["一、", "二、"]


def test_points_are_numbered_anew_only_when_wanted(desk: Desk) -> None:
    desk.write("一是先干。", "二是再干。")
    assert desk.sheet().css_first("[value=renumber]") is None
    desk.do("up", block="b2")
    desk.submit(desk.sheet(), "[value=renumber]")
    assert desk.texts == ["一是再干。", "二是先干。"]


def test_blocks_are_parted_and_joined(desk: Desk) -> None:
    (block,) = desk.write("第一句。\n第二句。\n第三句。")
    desk.submit(desk.sheet(), f"#{block} [value=split]")
    assert desk.texts == ["第一句。", "第二句。", "第三句。"]
    desk.submit(desk.sheet(), f"#{block} [value=merge]")
    assert desk.texts == ["第一句。第二句。", "第三句。"]
    taken = desk.take("2022-zuofeng#p2")
    assert desk.sheet().css_first(f"#{taken} [value=merge]") is None


def test_several_paragraphs_are_put_in_at_once_numbered_lines_as_headings(desk: Desk) -> None:
    desk.write("先有的一段。")
    pasted = "一、提高认识\r\n\r\n　　形势摆在面前。\n（一）压实责任\n（二）书记要亲自抓。各级都要动起来。\n3.5亿元"
    desk.submit(desk.sheet(), "#b1 .insert [value=paste]", text=pasted)
    assert desk.texts == [
        "先有的一段。", "# 提高认识", "形势摆在面前。", "## 压实责任", "（二）书记要亲自抓。各级都要动起来。", "3.5亿元",
    ]  # fmt: skip


def test_an_empty_block_stays_until_it_is_removed(desk: Desk) -> None:
    (block,) = desk.write("有字。")
    desk.submit(desk.sheet(), f"#{block} [data-saves]", text="  ")
    assert desk.texts == [""]
    desk.submit(desk.sheet(), f"#{block} [value=remove]", text="")
    assert desk.texts == []


def test_everything_is_undone_and_done_again(desk: Desk) -> None:
    desk.write("# 甲", "一段。")
    desk.do("facts", title="换个题目")
    for expected in (["# 甲", "一段。"], ["# 甲"], []):
        assert desk.submit(desk.sheet(), "[value=undo]").status_code == 303
        assert desk.texts == expected
    assert desk.draft.title == "在会上的发言"
    assert "disabled" in desk.sheet().css_first("[value=undo]").attributes
    for _ in range(3):
        desk.submit(desk.sheet(), "[value=redo]")
    assert (desk.texts, desk.draft.title) == (["# 甲", "一段。"], "换个题目")


def test_what_is_taken_goes_where_it_was_wanted(desk: Desk) -> None:
    first, _ = desk.write("# 甲", "# 乙")
    tree = desk.sheet()
    button = tree.css_first(f"#{first} .here")
    assert "aria-pressed" in button.attributes and desk.press(f"#{first} .here").status_code == 303
    assert desk.sheet().css_first(f"#{first} .here").attributes["aria-pressed"] == "true"
    desk.take("2022-zuofeng#p2")
    assert desk.texts == ["# 甲", "不推诿、不扯皮，谁的账谁来认。", "# 乙"]


def test_gaps_are_filled_everywhere_or_only_where_it_is_wanted(desk: Desk) -> None:
    desk.write("××镇要带头，××镇要看齐。", "请××镇发言，用×万元。")
    tree = desk.sheet()
    assert texts(tree, ".bar-told a") == ["4 处待填"]
    assert texts(tree, "#gaps tbody .ph:first-child")[0] == "×镇"
    rows = tree.css("#gaps tbody tr")
    keys = [[box.attributes["value"] for box in row.css("[type=checkbox]")] for row in rows]
    assert [[key.partition("-")[0] for key in row] for row in keys] == [["b1:0", "b1:1", "b2:0"], ["b2:1"]]
    desk.do("fill", value=["青山镇", "30"], **{"place-0": keys[0][1:], "place-1": keys[1]})
    assert desk.texts == ["××镇要带头，青山镇要看齐。", "请青山镇发言，用30万元。"]


def test_a_gap_is_found_again_in_a_text_that_was_changed_and_never_another_filled(desk: Desk) -> None:
    (block,) = desk.write("××镇要带头，请××镇的同志发言，其他的镇都要跟上来。")
    first, second = gap_keys(desk)
    desk.do(
        "text",
        block=block,
        text="去年××镇先行，今年××镇要带头，请××镇的同志发言，其他的镇都要跟上来。",
        seen=desk.seen(block),
    )
    desk.do("fill", value=["青山镇"], **{"place-0": [second]})
    changed = "去年××镇先行，今年××镇要带头，请青山镇的同志发言，其他的镇都要跟上来。"
    assert desk.texts == [changed]
    told = desk.ask("fill", value=["柳河镇"], **{"place-0": [first]})
    assert (told["status"], "一处也没有填" in told["error"], desk.texts) == (409, True, [changed])
    assert desk.do("fill", value=["柳河镇"], **{"place-0": [first]}).status_code == 409


def test_an_excerpt_knows_that_it_was_filled(desk: Desk) -> None:
    block = desk.take("2023-jiti#p4.1")
    assert texts(desk.sheet(), f"#{block} .flag") == ["2 处待填"]
    desk.do("fill", value=["12"], **{"place-0": gap_keys(desk)[:1], "place-1": []})
    assert texts(desk.sheet(), f"#{block} .flag")[0] == "有改动"


def gap_keys(desk: Desk) -> list[str]:
    """What the places to fill in are known by, in the order of the page."""
    return [box.attributes["value"] or "" for box in desk.sheet().css("#gaps [type=checkbox]")]


def test_names_are_masked_that_were_ticked(desk: Desk) -> None:
    desk.write("青山镇投入300万元，青山镇干得好。")
    tree = desk.page(f"{desk.address}/masks")
    assert [box.attributes["value"] for box in tree.css("[name=chosen]")] == ["青山镇", "300万元"]
    assert not any("checked" in box.attributes for box in tree.css("[name=chosen]"))
    desk.do("mask", name=["青山镇", "300万元"], mask=["××镇", "××万元"], chosen=["青山镇"])
    assert desk.texts == ["××镇投入300万元，××镇干得好。"]


def test_a_draft_changed_by_hand_is_shown_as_it_is_now(desk: Desk) -> None:
    (block,) = desk.write("原来的话。")
    seen, path = desk.seen(block), desk.kept.path(desk.id)
    path.write_text(path.read_text(encoding="utf-8").replace("原来的话", "手改的话"), encoding="utf-8")
    assert desk.do("text", block=block, text="网页里的话。", seen=seen).status_code == 409
    desk.do("paragraph", text="再来一段。")
    assert desk.texts == ["手改的话。", "再来一段。"]


def test_a_draft_that_cannot_be_read_can_be_brought_back_to_an_earlier_state(desk: Desk) -> None:
    desk.write("要紧的话。")
    path = desk.kept.path(desk.id)
    path.write_text("---\ntitle: [坏了\n---\n手写的新话\n", encoding="utf-8")
    row = desk.page("/drafts").css_first(".draft-list li")
    assert "YAML" in row.css_first(".trouble").text()
    tree = desk.page(row.css_first("a").attributes["href"])
    assert "读不出来" in tree.css_first("[role=alert]").text()
    look = tree.css_first(".version-list a").attributes["href"]
    tree = desk.page(f"{desk.address}/versions{look}")
    assert "要紧的话" in tree.css_first(".runs").text()
    assert desk.submit(tree, "[value=restore]").status_code == 303 and desk.texts == ["要紧的话。"]
    assert any("手写的新话" in v.path.read_text(encoding="utf-8") for v in desk.kept.versions(desk.id))


def test_versions_are_looked_at_compared_and_restored(desk: Desk) -> None:
    (block,) = desk.write("早先的话。")
    desk.do("text", block=block, text="后来的话。", seen=desk.seen(block))
    tree = desk.page(f"{desk.address}/versions")
    whens = tree.css(".version-list li")
    assert "现在" in whens[0].text() and len(whens) == 3
    tree = desk.page(f"{desk.address}/versions{whens[1].css_first('a').attributes['href']}")
    assert texts(tree, ".version-look .runs del") == ["早先"] and texts(tree, ".version-look .runs ins") == [
        "后来"
    ]
    desk.submit(tree, "[value=restore]")
    assert desk.texts == ["早先的话。"]
    desk.submit(desk.sheet(), "[value=undo]")
    assert desk.texts == ["后来的话。"]


def test_many_versions_come_in_pages(desk: Desk) -> None:
    for number in range(45):
        desk.do("facts", title=f"第{number}稿")
    tree = desk.page(f"{desk.address}/versions")
    assert len(tree.css(".version-list li")) == 40
    older = tree.css(".version-list p a")[-1].attributes["href"]
    assert len(desk.page(f"{desk.address}/versions{older}").css(".version-list li")) == 6


def test_a_draft_is_put_away_and_brought_back(desk: Desk) -> None:
    desk.submit(desk.page("/drafts"), ".draft-list [action$=delete] button")
    assert desk.client.get(desk.address).status_code == 404
    desk.submit(desk.page("/drafts"), ".away button")
    assert desk.draft.title == "在会上的发言"


def test_text_with_markup_is_only_text(desk: Desk) -> None:
    evil = "</textarea><script>x</script>"
    desk.write(f"# {evil}", evil)
    tree = desk.sheet()
    assert tree.css_first("#text-b2").text() == evil and not tree.css(".block script")
    assert JITI.id not in tree.html
