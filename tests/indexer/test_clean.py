"""What a reader of a downloaded speech wants gone, and what must never go."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscripts import of_file, of_text

from indexer.clean import clean
from indexer.manuscript import Block, Manuscript
from indexer.rules import AMONG_ADVERTS, NAMES, RUNNING_HEAD
from kb.cleaning import RULE_LABELS

SPEECH = """在全县教育工作会议上的讲话
同志们：
今天的会议很重要，我讲三点意见，请大家结合实际抓好落实，把每一项任务做到位。
一、提高认识
教育是民生之基。
二、狠抓落实
各学校要马上行动起来。
"""


def rules_of(text: str) -> dict[str, str]:
    return {entry.text: entry.rule for entry in clean(of_text(text)).removed}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("仅供学习交流，请勿外传", "disclaimer"),
        ("本文系作者原创，侵权必究", "disclaimer"),
        ("禁止倒卖，违者追究责任", "disclaimer"),
        ("版权声明：本站所有稿件归作者所有", "disclaimer"),
        ("点击蓝字，关注我们", "promotion"),
        ("更多精品公文，请扫码关注", "promotion"),
        ("长按识别二维码", "promotion"),
        ("专业代写材料，联系客服", "promotion"),
        ("写作QQ群：", "membership"),
        ("扫码进群领资料", "membership"),
        ("现在订阅，立享优惠", "membership"),
        ("网址：www.example.com", "address"),
        ("字号：大 中 小", "web-tools"),
        ("【打印】 【关闭】", "web-tools"),
        ("分享到：", "web-tools"),
        ("来源：云溪日报", "source"),
        ("（责任编辑：小李）", "editor"),
        ("责编 小李 校对 小王", "editor"),
        ("上一页 1 2 3 下一页", "web-tools"),
        ("推荐阅读", "web-tools"),
        ("阅读 1024 次", "web-tools"),
        ("分享到微信 微博", "web-tools"),
        ("THE END", "web-tools"),
        ("来源：云溪日报 2021-06-18 浏览次数：33", "source"),
        ("微信号：yunxi_2021", "promotion"),
    ],
)
@pytest.mark.parametrize("place", ["head", "tail"])
def test_lines_at_either_end_are_taken_out(line: str, rule: str, place: str) -> None:
    text = f"{line}\n{SPEECH}" if place == "head" else f"{SPEECH}{line}\n"
    assert rules_of(text) == {line: rule}


@pytest.mark.parametrize(
    "line", ["— 1 —", "- 12 -", "第 3 页 共 9 页", "第3页", "（第4页）", "Page 2 of 7", "－5－"]
)
def test_page_numbers_go_wherever_they_stand(line: str) -> None:
    middle = SPEECH.replace("二、狠抓", f"{line}\n二、狠抓")
    assert rules_of(middle) == {line: "page-number"}


def test_bare_page_numbers_go_when_they_count_on() -> None:
    paragraph = "各学校要马上行动起来，把责任落到人头。\n"
    text = SPEECH + "".join(paragraph + f"{number}\n" for number in (1, 2, 3))
    assert rules_of(text) == {"1": "page-number", "2": "page-number", "3": "page-number"}


@pytest.mark.parametrize(
    "line",
    [
        "《云溪日报》（2020年05月19日01版）",
        "《云溪日报》（ 2020年05月19日 01 版）",
        "（《云溪日报·海外版》2020年5月19日第02版）",
        "《云溪求实》2020年第9期",
        "（原载《云溪求实》2020年第9期）",
    ],
)
def test_the_page_of_a_newspaper_goes_wherever_it_stands(line: str) -> None:
    middle = SPEECH.replace("二、狠抓", f"{line}\n二、狠抓")
    assert rules_of(middle) == {line: "newspaper"}


@pytest.mark.parametrize("number", ["— {} —", "第{}页", "{}"])
def test_a_title_repeated_on_every_page_goes_and_the_first_stays(number: str) -> None:
    title, paragraph = "全县教育工作要点", "各学校要马上行动起来，把责任落到人头。"
    pages = [f"{paragraph}\n{number.format(page)}\n{title}" for page in (1, 2, 3)]
    source = of_text("\n".join([title, "同志们：", *pages, paragraph]))
    removed = [(entry.text, entry.rule) for entry in clean(source).removed]
    assert removed.count((title, RUNNING_HEAD)) == 3
    assert len(removed) == 6
    assert clean(source).blocks[0].text == title


def test_a_line_beside_every_page_number_is_a_running_head() -> None:
    pages = "".join(
        f"各学校要马上行动起来，把责任落到人头。\n云溪县教育局\n— {page} —\n" for page in (1, 2, 3)
    )
    assert rules_of(SPEECH + pages)["云溪县教育局"] == RUNNING_HEAD


@pytest.mark.parametrize("line", ["专栏", "各位代表！", "云溪县教育局"])
def test_a_line_that_comes_back_without_pages_stays(line: str) -> None:
    assert rules_of(SPEECH + f"{line}\n各学校要马上行动起来，把责任落到人头。\n" * 4) == {}


@pytest.mark.parametrize("numbers", [(1, 2), (1, 3, 4), (2, 1, 3)])
def test_numbers_that_do_not_count_on_stay(numbers: tuple[int, ...]) -> None:
    text = SPEECH + "".join(f"各学校要马上行动起来，把责任落到人头。\n{number}\n" for number in numbers)
    assert rules_of(text) == {}


def test_numbers_that_belong_to_a_label_stay() -> None:
    text = SPEECH + "".join(f"专栏\n{number}\n重点项目按季度调度。\n" for number in (1, 2, 3, 4))
    assert rules_of(text) == {}


@pytest.mark.parametrize(
    "line",
    [
        "以上是我个人的一点想法，仅供大家参考。",
        "要办好微信公众号，讲好身边故事。",
        "要用好小程序和二维码，让群众少跑腿。",
        "本文件由县教育局负责解释。",
        "严禁外传涉密资料。",
        "三要建好家长微信群。",
        "我为大家的辛勤付出点赞！",
        "谢谢大家！",
        "凡倒卖国家物资的，一律严肃查处。",
        "《云溪日报》2020年5月19日发表了评论员文章。",
        "编辑队伍要年轻化。",
        "同志们，让我们把阅读当作生活方式。",
        "2020",
    ],
)
@pytest.mark.parametrize("place", ["head", "middle", "tail"])
def test_genuine_lines_stay_wherever_they_stand(line: str, place: str) -> None:
    at = {"head": "今天的会议", "middle": "二、狠抓", "tail": None}[place]
    text = SPEECH.replace(at, f"{line}\n{at}") if at else SPEECH + line
    assert rules_of(text) == {}


@pytest.mark.parametrize(
    "title",
    ["在全县微信公众号建设座谈会上的讲话", "关于推广使用二维码门牌的通知", "关于精品材料评选的方案"],
)
def test_a_title_that_names_such_things_stays(title: str) -> None:
    assert rules_of(SPEECH.replace("在全县教育工作会议上的讲话", title)) == {}


def test_unknown_lines_among_adverts_go_with_them() -> None:
    text = "关注公众号：小禾\n小禾文苑\n一日一篇\n现在订阅立享优惠\n" + SPEECH
    assert rules_of(text) == {
        "关注公众号：小禾": "promotion",
        "小禾文苑": AMONG_ADVERTS,
        "一日一篇": AMONG_ADVERTS,
        "现在订阅立享优惠": "membership",
    }


def test_a_title_among_adverts_stays() -> None:
    text = "点击蓝字关注我们\n" + SPEECH.replace("同志们", "更多范文请关注公众号：小禾\n同志们", 1)
    assert set(rules_of(text)) == {"点击蓝字关注我们", "更多范文请关注公众号：小禾"}


def test_lines_among_adverts_stay_when_no_title_is_left_below() -> None:
    text = "点击蓝字关注我们\n让青春在田野上闪光\n更多范文请关注公众号：小禾\n" + SPEECH.partition("\n")[2]
    assert "让青春在田野上闪光" not in rules_of(text)


def test_a_title_known_by_the_file_name_stays_among_adverts() -> None:
    text = "点击蓝字关注我们\n让青春在田野上闪光\n更多范文请关注公众号：小禾\n县委副书记讲授的一课\n" + SPEECH
    removed = clean(of_text(text, "让青春在田野上闪光.docx")).removed
    assert "让青春在田野上闪光" not in {entry.text for entry in removed}


def test_removed_lines_keep_their_place_and_text() -> None:
    source = of_text("\n\n  仅供学习\n" + SPEECH)
    cleaned = clean(source)
    (entry,) = cleaned.removed
    assert (entry.line, entry.text) == (3, "仅供学习")
    assert [block.line for block in cleaned.blocks] == [4, 5, 6, 7, 8, 9, 10]


def test_every_rule_has_a_label_for_users() -> None:
    assert set(RULE_LABELS) >= NAMES
    assert all(label and not label.isascii() for label in RULE_LABELS.values())


def test_almost_nothing_goes_from_documents_without_adverts(shared: Path) -> None:
    removed = [
        entry
        for path in sorted((shared / "corpus" / "speeches").rglob("*.txt"))
        for entry in clean(of_file(path)).removed
    ]
    assert len(removed) <= 5
    assert all(len(entry.text) <= 15 for entry in removed)


def test_lines_of_the_site_above_the_title_go_where_the_site_has_shown_itself() -> None:
    text = "小禾文库的深夜食堂\n天天上新，全站畅读\n资料交流QQ群：（进群备注）\n" + SPEECH
    assert rules_of(text) == {
        "小禾文库的深夜食堂": AMONG_ADVERTS,
        "天天上新，全站畅读": AMONG_ADVERTS,
        "资料交流QQ群：（进群备注）": "membership",
    }


def test_unknown_lines_above_a_title_stay_where_no_site_shows_itself() -> None:
    assert rules_of("小禾镇的深夜食堂\n天天上新\n" + SPEECH) == {}


def test_what_stands_above_the_marked_title_of_a_web_page_is_the_pages() -> None:
    blocks = (
        Block("网站首页", 1),
        Block("领导讲话", 2),
        Block("在春耕会上的讲话", 3, level=0),
        Block("同志们：", 4),
    )
    cleaned = clean(Manuscript("a.html", blocks, "html"))
    assert [r.text for r in cleaned.removed] == ["网站首页", "领导讲话"]


def test_lines_below_an_advert_at_the_end_go_with_it() -> None:
    assert rules_of(SPEECH + "版权所有：小禾文库\n用得好再来\n") == {
        "版权所有：小禾文库": "disclaimer",
        "用得好再来": AMONG_ADVERTS,
    }
