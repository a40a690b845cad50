"""The list of what may be quoted: ours, the user's over it, and what cannot be used named."""

from __future__ import annotations

from pathlib import Path

from kb.fold import fold
from kb.quotable import NAME, quotable


def own(folder: Path, text: str) -> Path:
    (folder / NAME).write_text(text, encoding="utf-8")
    return folder


def test_what_ships_can_be_used() -> None:
    listed = quotable()
    assert listed.faults == ()
    assert len(listed.phrases) >= 80
    assert fold("以习近平新时代中国特色社会主义思想为指导") in listed.phrases


def test_the_users_own_lie_over_it(tmp_path: Path) -> None:
    listed = quotable(own(tmp_path, "# 我们县的\n生态立县、工业强县、旅游活县\n－ 绿水青山就是金山银山\n"))
    assert listed.faults == ()
    assert listed.phrases[fold("生态立县工业强县旅游活县")] == "生态立县、工业强县、旅游活县"
    assert fold("绿水青山就是金山银山") not in listed.phrases


def test_what_cannot_be_used_is_named_and_the_rest_used(tmp_path: Path) -> None:
    listed = quotable(own(tmp_path, "\n发展\n- 没有收过的话\n生态立县、工业强县\n"))
    assert [(fault.place, fault.what[:4]) for fault in listed.faults] == [
        ("第 2 行", "“发展”"),
        ("第 3 行", "词表里没"),
    ]
    assert all(fault.file.endswith(NAME) and fault.remedy for fault in listed.faults)
    assert fold("生态立县工业强县") in listed.phrases


def test_a_list_in_another_encoding_is_told_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes("生态立县、工业强县".encode("gb18030"))
    (fault,) = quotable(tmp_path).faults
    assert "UTF-8" in str(fault)
    assert quotable(tmp_path / "没有").faults == ()


def test_phrases_are_found_folded_the_longest_of_those_inside_each_other(tmp_path: Path) -> None:
    listed = quotable(own(tmp_path, "生态立县\n生态立县、工业强县\n"))
    text = fold("坚持“生態立縣”工业强县，再说生态立县。")
    assert [(text[start:end], phrase) for start, end, phrase in listed.spans(text)] == [
        ("生态立县工业强县", "生态立县、工业强县"),
        ("生态立县", "生态立县"),
    ]
