"""Two windows on one draft: neither overwrites the other, and both texts are there to choose from."""

from __future__ import annotations

import random

import pytest

from tests.web.conftest import Tree
from tests.web.drafting import Desk, desk, kb
from tests.web.test_search import texts

__all__ = ["desk", "kb"]


def test_a_text_is_not_put_over_one_that_was_not_seen(desk: Desk) -> None:
    (block,) = desk.write("两个人都看到的话。")
    seen = desk.seen(block)
    assert desk.do("text", block=block, text="那边先改的话。", seen=seen).status_code == 303
    answer = desk.do("text", block=block, text="这边后改的话。", seen=seen)
    assert answer.status_code == 409 and desk.texts == ["那边先改的话。"]
    both = texts(Tree(answer.text), ".both")
    assert both[0] == "那边先改的话。" and both[1] == "那这边先后改的话。"


@pytest.mark.parametrize(
    ("words", "left"),
    [("用我的", "这边后改的话。"), ("两段都留", "那边先改的话。\n这边后改的话。")],
)
def test_a_person_chooses_without_scripts(desk: Desk, words: str, left: str) -> None:
    (block,) = desk.write("两个人都看到的话。")
    seen = desk.seen(block)
    desk.do("text", block=block, text="那边先改的话。", seen=seen)
    tree = Tree(desk.do("text", block=block, text="这边后改的话。", seen=seen).text)
    form = next(f for f in tree.css(".clash-do form") if words in f.text())
    fields = {i.attributes["name"]: i.attributes["value"] for i in form.css("input")}
    answer = desk.client.post(
        form.attributes["action"], data={**fields, "text": form.css_first("textarea").text()}
    )
    assert answer.status_code == 303 and desk.texts == [left]


def test_a_script_gets_both_texts_and_the_draft_as_it_is(desk: Desk) -> None:
    (block,) = desk.write("两个人都看到的话。")
    seen = desk.seen(block)
    desk.do("text", block=block, text="那边先改的话。", seen=seen)
    answer = desk.ask("text", block=block, text="这边后改的话。", seen=seen)
    assert answer["status"] == 409
    assert answer["clash"] == {"name": block, "theirs": "那边先改的话。", "seen": desk.seen(block)}
    assert "那边先改的话。" in answer["html"] and answer["order"] == [block]


def test_words_for_a_block_that_is_gone_are_given_back(desk: Desk) -> None:
    (block,) = desk.write("要删的话。")
    seen = desk.seen(block)
    desk.do("remove", block=block)
    answer = desk.ask("text", block=block, text="又写的话。", seen=seen)
    assert (answer["status"], answer["clash"]["theirs"]) == (409, None)
    tree = Tree(desk.do("text", block=block, text="又写的话。", seen=seen).text)
    assert texts(tree, ".both") == ["又写的话。"] and tree.css_first("[value=paragraph]")


def test_a_block_is_not_removed_that_says_something_else_by_now(desk: Desk) -> None:
    (block,) = desk.write("旧话。")
    seen = desk.seen(block)
    desk.do("text", block=block, text="新话。", seen=seen)
    assert desk.do("remove", block=block, seen=seen).status_code == 409 and desk.texts == ["新话。"]
    assert desk.do("remove", block=block, seen=desk.seen(block)).status_code == 303 and desk.texts == []


@pytest.mark.parametrize("deed", ["taken", "renew"])
def test_an_excerpt_is_not_put_back_over_words_that_were_not_seen(desk: Desk, deed: str) -> None:
    block = desk.take("2022-zuofeng#p2")
    seen = desk.seen(block)
    desk.do("text", block=block, text="那边改好的话。", seen=seen)
    answer = desk.ask(deed, block=block, seen=seen)
    assert (answer["status"], answer["clash"]["theirs"]) == (409, "那边改好的话。")
    assert desk.texts == ["那边改好的话。"]
    assert desk.ask(deed, block=block, seen=desk.seen(block))["status"] == 200
    assert desk.texts == ["不推诿、不扯皮，谁的账谁来认。"]


def test_saying_the_same_as_the_other_window_is_no_quarrel(desk: Desk) -> None:
    (block,) = desk.write("旧话。")
    seen = desk.seen(block)
    for _ in range(2):
        assert desk.do("text", block=block, text="新话。", seen=seen).status_code == 303


def test_facts_that_were_not_touched_are_not_put_back(desk: Desk) -> None:
    mine = {"title": "在会上的发言", "was-title": "在会上的发言", "occasion": "推进会", "was-occasion": ""}
    desk.do("facts", title="那边改的题目", **{"was-title": "在会上的发言"})
    assert desk.do("facts", **mine).status_code == 303
    assert (desk.draft.title, desk.draft.occasion) == ("那边改的题目", "推进会")
    answer = desk.ask("facts", title="这边改的题目", **{"was-title": "在会上的发言"})
    assert (answer["status"], answer["clash"]["theirs"]) == (409, "那边改的题目")
    page = Tree(desk.do("facts", title="这边改的题目", **{"was-title": "在会上的发言"}).text)
    assert desk.submit(page, ".clash-do .button").status_code == 303 and desk.draft.title == "这边改的题目"


def test_a_step_of_the_other_window_is_not_undone_unseen(desk: Desk) -> None:
    desk.write("甲。")
    etag = desk.sheet().css_first(".bar").attributes["data-etag"]
    desk.write("那边写的。")
    answer = desk.ask("undo", etag=etag)
    assert (
        answer["status"] == 409 and answer["order"] == ["b1", "b2"] and desk.texts == ["甲。", "那边写的。"]
    )
    assert desk.ask("undo", etag=answer["etag"])["status"] == 200 and desk.texts == ["甲。"]


def test_a_script_gets_only_the_blocks_that_have_changed(desk: Desk) -> None:
    ids = desk.write("# 甲", "一段。", "# 乙", "二段。")
    had = desk.sheet().css_first(".bar").attributes["data-etag"]
    answer = desk.ask("text", block=ids[1], text="一段长些的话。", seen=desk.seen(ids[1]), had=had)
    assert [li.id for li in Tree(answer["html"]).css("li.block")] == [ids[1]] and answer["order"] == ids
    answer = desk.ask("up", block=ids[2], had=answer["etag"])
    assert sorted(li.id or "" for li in Tree(answer["html"]).css("li.block")) == sorted([ids[0], ids[2]])
    assert answer["order"] == [ids[2], ids[3], ids[0], ids[1]]
    answer = desk.ask("facts", had="stale")
    assert len(Tree(answer["html"]).css("li.block")) == 4


def test_what_makes_no_sense_is_told(desk: Desk) -> None:
    (block,) = desk.write("话。")
    assert desk.ask("explode")["status"] == 400
    assert desk.ask("facts", title=" ")["error"] == "文稿要有标题"
    assert desk.ask("split", block=block, offset="x")["error"] == "这里分不开"
    assert desk.ask("up", block="b99")["status"] == 404
    assert desk.texts == ["话。"]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_two_windows_do_no_words_are_replaced_unseen(desk: Desk, seed: int) -> None:
    """Against what each has on its screen: a text is replaced only by one who saw it, or it stays."""
    choose = random.Random(seed)
    blocks = desk.write("甲。", "乙。", "丙。")
    there = dict(zip(blocks, ["甲。", "乙。", "丙。"], strict=True))
    screens = [{b: (there[b], desk.seen(b)) for b in blocks} for _ in range(2)]
    for step in range(24):
        screen, block = choose.choice(screens), choose.choice(blocks)
        if not choose.randrange(4):
            screen.update({b: (there[b], desk.seen(b)) for b in blocks})
            continue
        saw, seen = screen[block]
        answer = desk.ask("text", block=block, text=f"第{step}次写。", seen=seen)
        assert answer["status"] == (200 if saw == there[block] else 409)
        if answer["status"] == 200:
            there[block] = f"第{step}次写。"
            screen[block] = there[block], answer["seen"]
        assert desk.texts == list(there.values())
