"""The theme workshop: every change is looked at first, applied by a form, and taken back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from kb import taxonomy_store
from kb.library import Library
from tests.web.conftest import Tree
from tests.web.forms import Writer
from tests.web.samples import make
from web import create_app, reclassify

EDIT = "/themes/work-style/edit"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = make(tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def writer(library: Library) -> Iterator[Writer]:
    app = create_app(library)
    app.testing = True
    yield Writer(app)
    reclassify.stop(app)


def fields(tree: Tree) -> dict[str, str]:
    """The form of a theme as it stands on a page."""
    form = tree.css_first("#theme-form")
    found = {n.attributes["name"] or "": n.attributes.get("value") or "" for n in form.css("input[name]")}
    found |= {n.attributes["name"] or "": n.text().lstrip("\n") for n in form.css("textarea")}
    chosen = form.css_first("select option[selected]")
    return found | {"broader": (chosen.attributes.get("value") or "") if chosen else ""}


def press(writer: Writer, do: str, address: str = EDIT, **changes: str) -> TestResponse:
    """Press a button of a theme's form after changing some of its fields."""
    data = {**fields(writer.page(address)), "do": do, **changes}
    return writer.client.post(address, data=data)


def with_line(writer: Writer, field: str, line: str) -> dict[str, str]:
    return {field: fields(writer.page(EDIT))[field] + "\n" + line}


def counts(tree: Tree) -> list[str]:
    return [" ".join(h.text().split()) for h in tree.css("#foreseen h4")]


def wait(writer: Writer) -> None:
    reclassify.of(writer.client.application).wait(30)


def test_the_form_shows_the_theme_as_the_file_has_it(writer: Writer, library: Library) -> None:
    theme = library.taxonomy().by_id["work-style"]
    found = fields(writer.page(EDIT))
    assert found["name"] == theme.name and found["strong"].split("\n") == list(theme.strong)
    assert found["not"].split("\n") == list(theme.not_)


def test_looking_tells_what_would_change_and_changes_nothing(writer: Writer, library: Library) -> None:
    before = library.home.themes.read_bytes()
    tree = Tree(press(writer, "preview", **with_line(writer, "strong", "田埂上")).text)
    assert counts(tree) == ["会多 2 段", "会少 0 段"]
    assert {mark.text() for mark in tree.css("#foreseen mark")} == {"田埂上"}
    assert any("全县集体经济推进会" in path.text() for path in tree.css("#foreseen .path"))
    assert library.home.themes.read_bytes() == before
    assert "田埂上" in fields(tree)["strong"]


def test_applying_writes_the_file_and_the_library_follows(writer: Writer, library: Library) -> None:
    answer = press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    assert answer.status_code == 303 and answer.location == EDIT
    assert "田埂上" in library.taxonomy().by_id["work-style"].strong
    wait(writer)
    assert {"田埂上"} <= set(library.classifier().taxonomy.by_id["work-style"].strong)
    found = writer.client.get("/search.json?theme=work-style&q=田埂").json
    assert found and found["total"] == 2


def test_what_was_applied_is_told_and_can_be_undone_at_once(writer: Writer, library: Library) -> None:
    before = library.home.themes.read_bytes()
    press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    page = writer.page(EDIT)
    assert "作风整顿”已改好" in page.css_first(".said").text()
    answer = writer.submit(page, ".said button")
    assert answer.status_code == 303
    assert library.home.themes.read_bytes() == before
    assert "已撤销" in writer.page("/themes/workshop").css_first(".said").text()


def test_an_undo_is_refused_when_something_has_followed(writer: Writer) -> None:
    press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    page = writer.page(EDIT)
    press(writer, "apply", **with_line(writer, "strong", "会风一松"))
    assert writer.submit(page, ".said button").status_code == 409


def test_every_term_that_cannot_be_used_is_named_beside_its_field_with_the_line(writer: Writer) -> None:
    answer = press(writer, "apply", strong="形式主义\n\n风\n四风", weak="四风", name="责任落实")
    assert answer.status_code == 400
    tree = Tree(answer.text)
    assert "第 3 行" in tree.css_first("#faults-strong").text()
    assert "第 1 行：“四风”与强词第 4 行重复" in tree.css_first("#faults-weak").text()
    assert "已经有叫“责任落实”" in tree.css_first("#faults-name").text()
    assert fields(tree)["strong"] == "形式主义\n\n风\n四风"


def test_a_theme_without_terms_is_refused(writer: Writer) -> None:
    answer = press(writer, "apply", strong="", weak="")
    assert answer.status_code == 400 and "永远不会命中" in answer.text


def test_a_form_made_from_an_older_file_writes_nothing_and_shows_both(
    writer: Writer, library: Library
) -> None:
    old = fields(writer.page(EDIT))
    press(writer, "apply", **with_line(writer, "weak", "会风一松"))
    answer = writer.client.post(EDIT, data={**old, "strong": old["strong"] + "\n田埂上", "do": "apply"})
    assert answer.status_code == 409
    tree = Tree(answer.text)
    told = tree.css_first("[role=alert] pre").text()
    assert "+ 田埂上" in told and "- 会风一松" in told
    assert "田埂上" not in library.taxonomy().by_id["work-style"].strong
    assert writer.client.post(EDIT, data={**fields(tree), "do": "apply"}).status_code == 303


def test_a_decision_that_turns_right_or_wrong_is_told(writer: Writer) -> None:
    tree = Tree(press(writer, "preview", strong="形式主义", weak="").text)
    told = tree.css_first("#foreseen .agree").text()
    assert "1 → 0，共 1 个决定" in told and "变错了 1 段" in told


def test_labelled_files_are_told_before_and_after(writer: Writer, library: Library) -> None:
    folder = library.home.root / "labels"
    folder.mkdir()
    (folder / "mine.jsonl").write_text('{"text": "田埂上开会。", "must": ["work-style"]}\n', encoding="utf-8")
    told = (
        Tree(press(writer, "preview", **with_line(writer, "strong", "田埂上")).text)
        .css_first(".agree")
        .text()
    )
    assert "mine.jsonl" in told and "0.00 → 1.00" in " ".join(told.split())


def test_more_passages_are_shown_on_demand(writer: Writer) -> None:
    changed = with_line(writer, "strong", "分管责任")
    tree = Tree(press(writer, "preview", **changed).text)
    assert counts(tree)[0] == "会多 40 段" and len(tree.css(".side-gain li")) == 6
    button = tree.css_first("button[name=more]")
    more = Tree(press(writer, "preview", more=button.attributes["value"] or "", **changed).text)
    assert len(more.css(".side-gain li")) == 26


def test_a_proposal_is_put_into_the_form_by_its_button(writer: Writer) -> None:
    tree = Tree(press(writer, "preview", add="weak:形式主义").text)
    assert "形式主义" in fields(tree)["weak"].split("\n")
    assert "形式主义" not in fields(tree)["strong"].split("\n")


def test_asking_for_proposals_is_honest_when_there_are_none(writer: Writer) -> None:
    tree = Tree(press(writer, "propose").text)
    assert "没有可提议的" in tree.css_first("#proposals").text()


def test_a_new_theme_is_looked_at_and_added(writer: Writer, library: Library) -> None:
    new = {"name": "田间地头", "strong": "田埂上", "seen": fields(writer.page("/themes/new"))["seen"]}
    tree = Tree(writer.post("/themes/new", {**new, "do": "preview"}).text)
    assert counts(tree) == ["会多 2 段", "会少 0 段"]
    answer = writer.post("/themes/new", {**new, "do": "apply"})
    assert answer.status_code == 303
    found = library.taxonomy().resolve("田间地头")
    assert found and found.strong == ("田埂上",) and answer.location == f"/themes/{found.id}/edit"


def look(writer: Writer, query: str) -> Tree:
    return writer.page(f"/themes/change?{query}")


def test_merging_is_looked_at_then_done_then_taken_back(writer: Writer, library: Library) -> None:
    before = library.home.themes.read_bytes()
    tree = look(writer, "what=merge&theme=work-style&into=responsibility")
    assert "把“作风整顿”并入“责任落实”" in tree.css_first("h1").text()
    assert library.home.themes.read_bytes() == before
    assert writer.submit(tree, ".asking form button").status_code == 303
    assert "work-style" in library.taxonomy().by_id["responsibility"].was
    assert writer.submit(writer.page("/themes/workshop"), ".said button").status_code == 303
    assert library.home.themes.read_bytes() == before


def test_a_theme_is_laid_down_and_brought_back(writer: Writer, library: Library) -> None:
    tree = look(writer, "what=retire&theme=work-style")
    assert "会少" in tree.css_first(".change").text()
    writer.submit(tree, ".asking form button")
    assert [theme.id for theme in library.taxonomy().retired] == ["work-style"]
    shop = writer.page("/themes/workshop")
    assert "作风整顿" in shop.css_first(".laid").text()
    assert "已停用" in writer.page(EDIT).css_first(".bench header").text()
    back = writer.page(shop.css_first(".laid .act").attributes["href"] or "")
    writer.submit(back, ".asking form button")
    assert "work-style" in library.taxonomy().by_id


def test_a_theme_is_split_by_ticking_terms(writer: Writer, library: Library) -> None:
    boxes = [box.attributes["value"] for box in writer.page("/themes/work-style/split").css("[name=term]")]
    assert boxes == list(library.taxonomy().by_id["work-style"].terms)
    tree = look(writer, f"what=split&theme=work-style&name=会风文风&term={boxes[0]}&term={boxes[1]}")
    writer.submit(tree, ".asking form button")
    # A submitted form has one value of a name; a browser sends them all, as the page has them.
    assert [n.attributes["value"] for n in tree.css(".asking [name=term]")] == boxes[:2]
    found = library.taxonomy().resolve("会风文风")
    assert found and found.broader == "work-style" and set(found.strong) <= set(boxes[:2])


@pytest.mark.parametrize(
    ("query", "status", "remedy"),
    [
        ("what=split&theme=work-style&name=&term=四风", 400, "回去写一个名称"),
        ("what=split&theme=work-style&name=会风", 400, "回去勾选几个词"),
        ("what=nothing", 400, "回到主题工坊，再点一次"),
        ("what=merge&theme=none&into=talent", 400, "用 kb themes 查看全部主题"),
        ("what=merge&theme=talent&into=talent", 400, "写两个不同的主题"),
        ("what=earlier&version=20200101T000000000000Z", 404, "用 kb themes history 查看"),
    ],
)
def test_what_cannot_be_done_is_said(writer: Writer, query: str, status: int, remedy: str) -> None:
    answer = writer.client.get(f"/themes/change?{query}")
    assert answer.status_code == status
    assert remedy in Tree(answer.text).css_first("main").text()


def test_a_change_looked_at_before_another_is_shown_again(writer: Writer, library: Library) -> None:
    tree = look(writer, "what=retire&theme=talent")
    press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    answer = writer.submit(tree, ".asking form button")
    assert answer.status_code == 409 and not library.taxonomy().retired
    assert writer.submit(Tree(answer.text), ".asking form button").status_code == 303


@pytest.mark.parametrize("name", ["themes.toml", "themes.csv"])
def test_what_is_exported_can_be_edited_and_brought_back(writer: Writer, library: Library, name: str) -> None:
    data = writer.client.get(f"/themes/{name}").data
    changed = data.replace("作风整顿".encode(), "作风建设年".encode())
    tree = Tree(bring(writer, name, changed).text)
    assert "作风建设年" in tree.css_first(".differs").text()
    assert library.taxonomy().by_id["work-style"].name == "作风整顿"
    assert writer.submit(tree, ".asking form button").status_code == 303
    assert library.taxonomy().by_id["work-style"].name == "作风建设年"
    again = Tree(bring(writer, name, writer.client.get(f"/themes/{name}").data).text)
    assert "与现在的一样" in again.css_first(".lead").text()


def bring(writer: Writer, name: str, data: bytes) -> TestResponse:
    sent: dict[str, Any] = {"file": (io.BytesIO(data), name)}
    return writer.post("/themes/import", sent, content_type="multipart/form-data")


def test_a_file_that_is_wrong_is_named_with_its_line(writer: Writer, library: Library) -> None:
    answer = bring(writer, "mine.toml", '[[theme]]\nid = "a"\nname = "甲"\nstrong = ["汛"]\n'.encode())
    assert answer.status_code == 400 and "mine.toml" in answer.text and "第 4 行" in answer.text
    assert bring(writer, "mine.docx", b"x").status_code == 400
    assert bring(writer, "", b"").status_code == 400


def test_a_large_taxonomy_fits_into_the_form(writer: Writer) -> None:
    many = "\n".join(f"很长的一个词语第{n}号" for n in range(6000))
    assert press(writer, "preview", strong=many).status_code == 200


def test_an_earlier_version_is_looked_at_and_put_back(writer: Writer, library: Library) -> None:
    press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    link = writer.page("/themes/workshop").css_first(".history .act")
    tree = writer.page(link.attributes["href"] or "")
    assert "田埂上" in tree.css_first(".differs").text()
    writer.submit(tree, ".asking form button")
    assert "田埂上" not in library.taxonomy().by_id["work-style"].strong
    assert len(taxonomy_store.history(library.home)) == 2


def test_a_broken_file_is_named_and_an_earlier_version_can_be_put_back(
    writer: Writer, library: Library
) -> None:
    press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    wait(writer)
    library.home.themes.write_text("[[theme]\n", encoding="utf-8")
    page = writer.page("/themes/workshop")
    assert "主题表现在读不了" in page.css_first(".notice").text()
    tree = writer.page(page.css_first(".history .act").attributes["href"] or "")
    assert writer.submit(tree, ".asking form button").status_code == 303
    assert library.taxonomy().by_id["work-style"].name == "作风整顿"


@pytest.mark.parametrize("address", ["/themes/workshop", EDIT, "/themes/new", "/themes/work-style/split"])
def test_every_page_has_a_twin_for_programs(writer: Writer, address: str) -> None:
    assert writer.client.get(f"{address}.json").json


def test_an_unknown_theme_is_not_found_and_a_former_id_leads_on(writer: Writer) -> None:
    assert writer.client.get("/themes/none/edit").status_code == 404
    writer.submit(look(writer, "what=merge&theme=work-style&into=responsibility"), ".asking form button")
    assert fields(writer.page(EDIT))["name"] == "责任落实"


def test_the_list_of_themes_leads_to_each(writer: Writer, library: Library) -> None:
    names = [a.text() for a in writer.page("/themes/workshop").css(".roster th a")]
    assert sorted(names) == sorted(theme.name for theme in library.taxonomy().themes)


def test_applying_what_is_there_already_offers_nothing_to_undo(writer: Writer, library: Library) -> None:
    # The undo of such an apply used to take back the edit before it.
    press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    writer.page(EDIT)
    assert press(writer, "apply").status_code == 303
    said = writer.page(EDIT).css_first(".said")
    assert "没有要改的" in said.text() and said.css_first("button") is None
    assert len(taxonomy_store.history(library.home)) == 1


@pytest.mark.parametrize("data", ["[[theme]]\nname = '作风'".encode("gb18030"), None])
def test_a_file_in_another_encoding_or_gone_can_be_put_back(
    writer: Writer, library: Library, data: bytes | None
) -> None:
    before = library.home.themes.read_bytes()
    press(writer, "apply", **with_line(writer, "strong", "田埂上"))
    wait(writer)
    library.home.themes.unlink()
    if data is not None:
        library.home.themes.write_bytes(data)
    tree = writer.page(writer.page("/themes/workshop").css_first(".history .act").attributes["href"] or "")
    assert writer.submit(tree, ".asking form button").status_code == 303
    assert library.home.themes.read_bytes() == before


def test_a_file_that_is_broken_can_be_replaced_by_an_upload(writer: Writer, library: Library) -> None:
    before = writer.client.get("/themes/themes.csv").data
    names = [theme.name for theme in library.taxonomy().themes]
    wait(writer)
    library.home.themes.write_bytes("[[theme]]\nname = '作风'".encode("gb18030"))
    tree = Tree(bring(writer, "themes.csv", before).text)
    assert writer.submit(tree, ".asking form button").status_code == 303
    assert [theme.name for theme in library.taxonomy().themes] == names


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"broader": "talent"}, "broader", "绕成了圈"),
        ({"name": "talent"}, "name", "重复了"),
        ({"broader": "nowhere"}, "broader", "不存在"),
    ],
)
def test_what_only_the_whole_table_can_tell_is_told_in_the_form(
    writer: Writer, library: Library, changed: dict[str, str], field: str, told: str
) -> None:
    press(writer, "apply", "/themes/talent/edit", broader="work-style")
    for do, status in (("preview", 200), ("apply", 400)):
        answer = press(writer, do, scope="我打的字", **changed)
        assert answer.status_code == status
        tree = Tree(answer.text)
        assert told in tree.css_first(f"#faults-{field}").text()
        assert fields(tree)["scope"] == "我打的字"


def test_a_theme_is_not_offered_to_stand_below_one_of_its_own(writer: Writer) -> None:
    press(writer, "apply", "/themes/talent/edit", broader="work-style")
    options = [o.attributes["value"] for o in writer.page(EDIT).css("#theme-broader option")]
    assert "talent" not in options and "responsibility" in options
    options = [o.attributes["value"] for o in writer.page("/themes/talent/edit").css("#theme-broader option")]
    assert "work-style" in options


def test_what_becomes_of_decisions_is_told_before_a_theme_goes(writer: Writer) -> None:
    tree = look(writer, "what=retire&theme=work-style")
    assert "“作风整顿”停用后，您对它的 1 个决定（是 1，不是 0）" in tree.css_first(".agree").text()
    table = "编号,主题,上级,类别,内容\r\ntalent,人才,,强词,能人返乡\r\n".encode()
    tree = Tree(bring(writer, "themes.csv", table).text)
    assert "“作风整顿”删去后" in tree.css_first(".agree").text()


def test_an_import_tells_how_each_theme_that_changes_agrees(writer: Writer) -> None:
    data = writer.client.get("/themes/themes.csv").data.decode("utf-8-sig")
    kept = [row for row in data.split("\r\n") if not row.startswith("work-style,") or ",范围," in row]
    table = "\r\n".join([*kept[:1], "work-style,作风整顿,,强词,田埂上", *kept[1:]])
    told = Tree(bring(writer, "themes.csv", table.encode()).text).css_first(".agree").text()
    assert "作风整顿：与您的决定一致：1 → 0" in " ".join(told.split())


def test_a_change_is_foreseen_for_programs_too(writer: Writer) -> None:
    found = writer.client.get("/themes/change.json?what=retire&theme=work-style").json
    assert found and found["done"] == "停用“作风整顿”" and not found["same"]
    assert found["silenced"] == [{"theme": "work-style", "yes": 1, "no": 0}]
    assert found["themes"][0]["id"] == "work-style" and found["themes"][0]["lost"] > 0
    assert found["file"] and found["seen"]
    assert writer.client.get("/themes/change.json?what=nothing").status_code == 400


def test_a_number_beyond_all_bounds_is_no_error(writer: Writer) -> None:
    assert press(writer, "preview", more="9" * 5000).status_code == 200


def test_a_taxonomy_that_is_too_large_is_told_its_own_limit(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.workshop.MAX_FORM", 256 << 10)
    answer = bring(writer, "themes.toml", b"#" * (300 << 10))
    assert answer.status_code == 413
    assert "主题表最多 256 KB" in answer.text and "500 MB" not in answer.text


def test_where_labelled_files_belong_is_said(writer: Writer) -> None:
    assert "labels/" in writer.page(EDIT).css_first("#foreseen").text()
