"""What a speech says of its speaker, its place and its level."""

from __future__ import annotations

import pytest

from indexer.setting import Told, level_of, place_of, speaker_of
from kb.model import Heading, Passage


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("在全省农村工作会议上的讲话", "省"),
        ("在全市干部大会上的讲话", "市"),
        ("在全县党建工作座谈会上的讲话", "县"),
        ("在县委理论学习中心组会上的讲话", "县"),
        ("在全镇乡村治理现场会上的讲话", "乡镇"),
        ("在局党组民主生活会上的讲话", "单位"),
        ("在全国两会精神传达会上的讲话", "中央"),
    ],
)
def test_the_level_by_the_title(title: str, level: str) -> None:
    assert level_of(title, ()) == Told(level, "title")


def test_the_level_by_the_first_words_and_only_when_clear() -> None:
    body = (Passage("p1", "今年以来，全镇上下齐心，镇党委抓得紧。"), Passage("p2", "全镇18个村都动起来了。"))
    assert level_of("在乡村治理现场会上的讲话", body) == Told("乡镇", "text")
    assert level_of("在现场会上的讲话", (Passage("p1", "全县和全镇都要动。"),)) == Told()


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("在柳坪镇春耕现场会上的讲话", "柳坪镇"),
        ("在石桥村座谈时的讲话", "石桥村"),
        ("在全县推进会上的讲话", ""),
        ("在村“两委”换届会上的讲话", ""),
        ("在乡镇党委书记会上的讲话", ""),
        ("在各县区汇报会上的讲话", ""),
    ],
)
def test_the_place_by_the_title(title: str, place: str) -> None:
    assert place_of(title, ()).value == place


def test_the_place_by_a_byline() -> None:
    body = (Heading(0, "讲话"), Passage("p1", "地点：县委党校礼堂", "byline"))
    assert place_of("讲话", body) == Told("县委党校礼堂", "byline")


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("县委书记　×××", "县委书记"),
        ("（镇党委副书记、镇长 ×××）", "镇党委副书记"),
        ("讲话人：云溪县委组织部部长", "云溪县委组织部部长"),
        ("（2023年3月15日）", ""),
        ("（根据录音整理）", ""),
    ],
)
def test_the_speakers_office_by_a_byline(line: str, speaker: str) -> None:
    assert speaker_of((Passage("p1", line, "byline"),)).value == speaker


def test_an_office_in_the_text_is_nobodys_byline() -> None:
    assert speaker_of((Passage("p1", "县委书记作了讲话。"),)) == Told()
