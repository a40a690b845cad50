"""Dates, occasions and titles, as a citation will show them."""

from __future__ import annotations

import pytest
from manuscripts import of_text, process

from indexer.dates import in_name, written
from indexer.facts import is_title_worth_having, occasion_of, title_of_name


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("（2020年1月8日）", "2020-01-08"),
        ("二○二○年一月八日", "2020-01-08"),
        ("二〇一九年十二月三十一日", "2019-12-31"),
        ("２００１年３月", "2001-03"),
        ("2018 年 10 月 2 日", "2018-10-02"),
        ("2020-01-08", "2020-01-08"),
        ("2020.1.8", "2020-01-08"),
        ("一九八二年", "1982"),
    ],
)
def test_a_written_date_is_read(text: str, date: str) -> None:
    assert [iso for _, iso in written(text)] == [date]


@pytest.mark.parametrize("text", ["2020年13月", "1月8日", "12020年", "二十年", "第十一年", "完成2020个项目"])
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert list(written(text)) == []


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2020-01-18_座谈会讲话.docx", "2020-01-18"),
        ("20210120_部署会.txt", "2021-01-20"),
        ("2019年党建述职.doc", "2019"),
        ("2012_2012年工作报告.txt", "2012"),
        ("20201211_研究2021年工作.txt", "2020-12-11"),
        ("信访办法(2018-05-24).txt", "2018-05-24"),
        ("2018—2022年培训规划.txt", "2018"),
        ("002_9ce984565365c145.txt", ""),
        ("点评讲话.docx", ""),
    ],
)
def test_the_date_in_a_file_name(name: str, date: str) -> None:
    assert in_name(name) == date


def found(text: str, name: str = "稿件.txt") -> tuple[str, str]:
    _, result = process(of_text(text, name))
    return result.date, result.date_found


BODY = "同志们：\n今天的会议开得很好，大家讲得很实在，我完全赞成，请一并抓好落实。\n"


def test_the_byline_comes_before_the_file_name() -> None:
    text = "在全镇座谈会上的讲话\n（2020年1月8日）\n" + BODY
    assert found(text, "20210120_讲话.txt") == ("2020-01-08", "text")


def test_the_file_name_comes_before_the_title() -> None:
    assert found("在2019年工作会议上的讲话\n" + BODY, "2020-02-01 讲话.txt") == ("2020-02-01", "name")
    assert found("在2019年工作会议上的讲话\n" + BODY) == ("2019", "text")


def test_a_signature_dates_a_notice() -> None:
    text = "关于开展走访的通知\n各单位：\n请各单位认真开展走访，及时报送情况。\n镇党政办\n2018年6月1日\n"
    assert found(text) == ("2018-06-01", "text")


def test_the_day_a_law_takes_effect_is_not_its_date() -> None:
    text = "财务管理办法\n2016年4月1日 县政府会议通过\n2016年6月1日 施行\n第一条 制定本办法。\n"
    assert found(text) == ("2016-04-01", "text")


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("2021年，在镇党委的坚强领导下，各村打了翻身仗。", "2021"),
        ("今年任务重。2020年是决战之年，也是收官之年。", "2020"),
        ("2022年3月5日，镇里召开了会议。", "2022"),
        ("到2035年，我们要建成宜居小镇。", ""),
        ("自2013年以来，我们换了三任书记。", ""),
    ],
)
def test_a_year_spoken_of_counts_only_when_it_is_plain(opening: str, year: str) -> None:
    assert found(f"在全镇座谈会上的讲话\n同志们：\n{opening}\n") == (year, "text" if year else "")


@pytest.mark.parametrize(
    ("title", "occasion"),
    [
        ("在全镇护林防火座谈会上的讲话", "座谈会"),
        ("行风评议会议总结讲话", "评议会议"),
        ("在秸秆禁烧工作推进会上的讲话", "推进会"),
        ("在青年干部培训班开班式上的讲话", "培训班"),
        ("在百日攻坚动员大会上的讲话", "动员大会"),
        ("云溪县人民政府工作报告", "工作报告"),
        ("春天的话", ""),
    ],
)
def test_the_occasion_a_title_names(title: str, occasion: str) -> None:
    assert occasion_of(title) == occasion


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("03-在座谈会上的讲话.docx", "在座谈会上的讲话"),
        ("20210120_部署会讲话.txt", "部署会讲话"),
        ("2020-01-18_09_新春寄语.txt", "新春寄语"),
        ("2019年述职报告.doc", "2019年述职报告"),
        ("点评讲话(1).docx", "点评讲话"),
        ("点评讲话 - 副本.docx", "点评讲话"),
        ("第3.5稿", "第3.5稿"),
        ("2020.docx", "2020"),
    ],
)
def test_the_title_in_a_file_name(name: str, title: str) -> None:
    assert title_of_name(name) == title


def test_empty_title_fields_are_known() -> None:
    rubbish = ["", " ", "文档1", "Microsoft Word - a.doc", "新建 Word 文档", "Untitled"]
    assert not any(map(is_title_worth_having, rubbish))
    assert is_title_worth_having("文档管理工作要点")
