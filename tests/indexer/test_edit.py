"""What a person sets right stays right."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.edit import remove, restore, set_facts
from indexer.pipeline import import_files
from kb.asked import Asked
from kb.errors import KbError, NotFound, StaleEdit
from kb.home import Home, create
from kb.library import Library
from kb.search import search

TEXT = """更多范文请关注公众号：小禾文库
在全镇春耕会上的讲话
同志们：
一、抓早
春耕不等人，早一天就多一分收成，各村要把种子化肥备在前头。
二、抓实
地里的活，看的是脚印，不看照片。
声明：本稿仅供学习，转载请联系
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    create(Home(tmp_path / "库"))
    library = Library(Home(tmp_path / "库"))
    source = tmp_path / "春耕.txt"
    source.write_text(TEXT, encoding="utf-8")
    import_files(library, [source])
    return library


def only(library: Library) -> str:
    (id_,) = library.ids()
    return id_


def test_facts_are_settled_by_a_person(library: Library) -> None:
    id_ = only(library)
    edited = set_facts(library, id_, {"date": "2021-03-05", "place": " 柳坪镇 "}, library.etag(id_))
    assert (edited.date, edited.place) == ("2021-03-05", "柳坪镇")
    assert edited.found["date"] == edited.found["place"] == "person"
    assert edited.found["title"] == "text"
    assert search(library, Asked("春耕", years=(2021, 2021))).total == 1
    library.close()


@pytest.mark.parametrize(
    "facts", [{"date": "去年"}, {"date": "2021-13"}, {"title": " "}, {"colour": "红"}, {"place": "长" * 300}]
)
def test_what_makes_no_sense_is_refused(library: Library, facts: dict[str, str]) -> None:
    id_ = only(library)
    with pytest.raises(KbError):
        set_facts(library, id_, facts, library.etag(id_))


def test_an_edit_of_what_has_changed_is_refused(library: Library) -> None:
    id_ = only(library)
    seen = library.etag(id_)
    set_facts(library, id_, {"place": "柳坪镇"}, seen)
    with pytest.raises(StaleEdit):
        set_facts(library, id_, {"place": "青石乡"}, seen)
    library.close()


def test_a_line_is_brought_back_to_its_place_and_stays(library: Library, tmp_path: Path) -> None:
    id_ = only(library)
    assert len(library.speech(id_).removed) == 2
    edited = restore(library, id_, 1, library.etag(id_))
    assert edited.body[0].text == "更多范文请关注公众号：小禾文库"
    assert search(library, Asked("小禾文库")).total == 1
    edited = restore(library, id_, 8, library.etag(id_))
    assert edited.passages[-1].text == "声明：本稿仅供学习，转载请联系"
    assert edited.removed == ()
    (tmp_path / "春耕.txt").write_text(TEXT + "又添了一段话。", encoding="utf-8")
    (outcome,) = import_files(library, [tmp_path / "春耕.txt"]).outcomes
    assert outcome.status == "updated"
    assert library.speech(id_).removed == ()
    library.close()


def test_a_passage_taken_out_is_listed_and_stays_out(library: Library, tmp_path: Path) -> None:
    id_ = only(library)
    passage = next(p for p in library.speech(id_).passages if "脚印" in p.text)
    edited = remove(library, id_, passage.id, library.etag(id_))
    assert [(r.line, r.rule) for r in edited.removed] == [(1, "promotion"), (7, "person"), (8, "disclaimer")]
    assert search(library, Asked("看的是脚印")).total == 0
    (tmp_path / "春耕.txt").write_text(TEXT + "又添了一段话。", encoding="utf-8")
    import_files(library, [tmp_path / "春耕.txt"])
    assert all("脚印" not in p.text for p in library.speech(id_).passages)
    back = restore(library, id_, 7, library.etag(id_))
    assert any("脚印" in p.text for p in back.passages)
    library.close()


def test_what_is_not_there_is_said(library: Library) -> None:
    id_ = only(library)
    with pytest.raises(NotFound):
        restore(library, id_, 5, library.etag(id_))
    with pytest.raises(NotFound):
        remove(library, id_, "p99", library.etag(id_))


def test_a_point_taken_out_stays_out(library: Library, tmp_path: Path) -> None:
    text = "在全镇秋收会上的讲话\n同志们：\n秋收要抓三件事。一是抢时间；二是防灾害；三是算好账。\n"
    (tmp_path / "秋收.txt").write_text(text, encoding="utf-8")
    import_files(library, [tmp_path / "秋收.txt"])
    id_ = next(i for i in library.ids() if "秋收" in library.speech(i).title)
    point = next(p for p in library.speech(id_).passages if p.text.startswith("二是"))
    remove(library, id_, point.id, library.etag(id_))
    (tmp_path / "秋收.txt").write_text(text + "又添了一段话。", encoding="utf-8")
    import_files(library, [tmp_path / "秋收.txt"])
    after = library.speech(id_)
    assert [p.text for p in after.passages if p.is_point] == ["一是抢时间；", "三是算好账。"]
    assert ("二是防灾害；", "person") in {(r.text, r.rule) for r in after.removed}
    library.close()
