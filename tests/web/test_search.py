"""The result page: what is found, marked, explained, narrowed, and handed to the clipboard."""

from __future__ import annotations

from flask.testing import FlaskClient

from kb.excerpt import RICH_STYLE
from tests.web.conftest import Get, Tree


def texts(tree: Tree, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def attributes(tree: Tree, selector: str, name: str) -> list[str]:
    return [node.attributes.get(name) or "" for node in tree.css(selector)]


def test_a_hit_shows_its_source_and_exact_marks(get: Get) -> None:
    tree = get("/search?q=村集体经济 台账")
    assert texts(tree, ".hit .path") == [
        "在全县集体经济推进会上的讲话 · 2023年3月15日 › 一、家底薄弱，要看得见"
    ]
    assert texts(tree, ".hit mark") == ["村集体经济", "台账"]
    assert texts(tree, ".hit .ph") == ["××", "×"]
    assert texts(tree, ".hit .ord") == ["一是"]


def test_a_card_carries_what_copying_needs(get: Get) -> None:
    tree = get("/search?q=三资")
    assert attributes(tree, ".hit", "data-text") == [
        "一是村集体经济家底不厚。全县××个村年收入不足×万元，“三资”台账对不上。"
    ]
    assert attributes(tree, ".hit", "data-cite") == [
        "《在全县集体经济推进会上的讲话》，2023年3月15日；第4段第1点"
    ]
    assert attributes(tree, "html", "data-rich-style") == [RICH_STYLE]
    assert attributes(tree, "[data-copy=plain]", "href") == ["/speech/2023-jiti/p4.1.txt?form=plain"]
    assert attributes(tree, "[data-peek]", "href") == ["/speech/2023-jiti?q=%E4%B8%89%E8%B5%84&at=p4.1#p4.1"]


def test_text_is_shown_as_it_is_and_never_as_markup(get: Get) -> None:
    tree = get("/search?q=会风")
    assert texts(tree, ".snippet") == ["会风一松，人心就散。<b>这不是标签</b>，是原话 & 原样。"]
    assert not tree.css(".snippet b")
    again = get("/search?q=</title><script>alert(1)</script>")
    assert not again.css("script:not([src])")


def test_tags_give_their_reasons(get: Get) -> None:
    tree = get("/search?q=主体责任挂在嘴上")
    tag = next(t for t in tree.css(".tag") if t.css_first("button").text() == "责任落实")
    assert "正文里的“" in tag.css_first(".why").text()
    assert "主体责任" in tag.css_first(".why").text()
    button = tag.css_first("button")
    assert tree.css_first(f"#{button.attributes['aria-describedby'].replace('.', chr(92) + '.')}") is not None


def test_a_heading_that_earned_a_theme_is_named(client: FlaskClient) -> None:
    hits = client.get("/search.json?q=文山会海").json["hits"]  # type: ignore[index]
    why = [reason for theme in hits[0]["themes"] for reason in theme["why"]]
    assert any(reason.startswith("标题“一、作风上的毛病要认账”里的“") for reason in why), why


def test_a_persons_word_is_told(get: Get) -> None:
    tree = get("/search?q=推诿")
    tag = next(t for t in tree.css(".tag") if t.css_first("button").text() == "作风整顿")
    assert tag.css_first("button").attributes["data-by"] == "person"
    assert "由人确定" in tag.css_first(".why").text()


def test_a_theme_narrows_and_lets_go(get: Get) -> None:
    wide = get("/search?q=薄弱")
    link = next(a for a in wide.css(".by-theme a") if "农村集体经济" in a.text())
    narrow = get(link.attributes["href"] or "")
    count = int(link.css_first(".n").text())
    assert len(narrow.css(".hit")) == count < len(wide.css(".hit"))
    chosen = narrow.css_first(".by-theme [aria-current]")
    assert chosen is not None
    assert "农村集体经济" in chosen.text()
    assert chosen.attributes["href"] == "/search?q=%E8%96%84%E5%BC%B1"
    assert texts(narrow, ".chip") == ["主题：农村集体经济×"]


def test_other_words_keep_what_is_chosen(get: Get) -> None:
    tree = get(
        "/search?q=村&theme=农村集体经济&role=problem&year=2020..2023&kind=passage&speech=2023-jiti&page=1"
    )
    hidden = [(n.attributes["name"], n.attributes["value"]) for n in tree.css(".ask [type=hidden]")]
    assert hidden == [
        ("theme", "collective-economy"),
        ("role", "problem"),
        ("year", "2020..2023"),
        ("speech", "2023-jiti"),
        ("kind", "passage"),
    ]
    assert len(tree.css(".chip")) == 5
    ordered = get("/search?q=村&order=newest&prior=no&page=2")
    hidden = [(n.attributes["name"], n.attributes["value"]) for n in ordered.css(".ask [type=hidden]")]
    assert hidden == [("order", "newest"), ("prior", "no")]
    assert tree.css_first(".clear").attributes["href"] == "/search?q=%E6%9D%91"


def test_every_choice_leads_to_as_many_hits_as_it_says(client: FlaskClient) -> None:
    facets = client.get("/search.json?q=责任").json["facets"]  # type: ignore[index]
    choices = [c for name in ("themes", "roles", "kinds", "speeches") for c in facets[name]["choices"]]
    choices += facets["years"]["ranges"] + [bar["choice"] for bar in facets["years"]["bars"]]
    assert len(choices) > 8
    for choice in choices:
        found = client.get(choice["url"].replace("/search", "/search.json")).json
        assert found["total"] == choice["count"], choice  # type: ignore[index]


def test_the_sum_tells_passages_headings_and_speeches(get: Get) -> None:
    assert texts(get("/search?q=薄弱"), ".sum > *")[:2] == ["4 段、1 个标题", "来自 2 篇讲话"]
    assert texts(get("/search?q=薄弱&kind=heading"), ".sum > *")[:2] == ["1 个标题", "来自 1 篇讲话"]


def test_pages_of_results_lead_on_and_back(get: Get, client: FlaskClient) -> None:
    first = get("/search?q=分管")
    assert len(first.css(".hit")) == 10
    assert texts(first, ".pager a") == ["1", "2", "3", "4", "下一页"]
    second = get(first.css_first(".pager [rel=next]").attributes["href"] or "")
    assert texts(second, ".pager [aria-current]") == ["2"]
    keys = {h["place"] for n in range(1, 5) for h in client.get(f"/search.json?q=分管&page={n}").json["hits"]}  # type: ignore[index]
    assert len(keys) == 40


def test_a_page_beyond_the_last_shows_the_last(client: FlaskClient) -> None:
    found = client.get("/search.json?q=分管&page=999").json
    assert found["page"] == 4  # type: ignore[index]
    assert len(found["hits"]) == 10  # type: ignore[index]


def test_near_copies_stand_behind_the_best(get: Get) -> None:
    tree = get("/search?q=田埂")
    assert len(tree.css(".hit")) == 1
    assert texts(tree, ".copies summary") == ["另有 1 处相同或相近"]
    both = {tree.css_first(".path a").text(), tree.css_first(".copies a").text()}
    assert both == {"在全县集体经济推进会上的讲话", "在年轻干部培训班上的讲话"}
    assert "相近的折在一起，列出 1 处" in texts(tree, ".sum span")
    assert texts(tree, ".copies li ins") + texts(tree, ".copies li del") == ["清楚"]
    assert get(tree.css_first(".copies a").attributes["href"] or "").css(".here mark")


def test_what_cannot_be_used_is_told(get: Get) -> None:
    tree = get("/search?q=村&theme=没有&role=没有&year=去年&page=x")
    assert texts(tree, ".notice") == [
        "没有叫“没有”的主题，没有用它筛选",
        "没有“没有”这种用途，没有用它筛选",
        "年份“去年”看不懂，没有用它筛选；写成 2019 或 2019..2021",
    ]
    assert tree.css(".hit")


def test_marks_alone_are_found_and_said_to_be_marks(client: FlaskClient) -> None:
    said = "打的只有标点，下面是有这些标点的地方"
    for q, expected in (("，", True), ("，村", False), ("××", False), ("", False)):
        data = client.get("/search.json", query_string={"q": q, "kind": "passage"}).json or {}
        assert (said in data["notices"]) == expected, q


def test_the_first_page_offers_ways_in(get: Get) -> None:
    tree = get("/")
    assert "autofocus" in tree.css_first("#q").attributes
    assert "农村集体经济" in " ".join(texts(tree, ".shelf a"))
    assert texts(tree, ".recent li a")[0] == "在全县集体经济推进会上的讲话 2023年3月15日"
    examples = attributes(tree, ".try a", "href")
    assert examples
    assert all(get(address).css(".hit") for address in examples)


def test_the_box_takes_the_focus_only_where_nothing_was_asked(get: Get) -> None:
    assert "autofocus" not in get("/search?q=村").css_first("#q").attributes
    assert "autofocus" not in get("/?q=村").css_first("#q").attributes
    assert get("/?q=村").css(".hit")
