"""Finding out how a file is encoded: right for every encoding offices use, and never a guess in silence."""

from __future__ import annotations

import codecs
import random
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers import read
from indexer.readers.encoding import decode, decode_as
from kb.errors import UnreadableFile

# Written for this test. The second says the same as the first in traditional characters.
SIMPLIFIED = (
    "同志们：今天召开全县基层治理工作推进会，主要任务是总结上半年工作，分析当前形势，安排下一步重点任务。"
    "一、看清形势，切实增强抓好基层治理的紧迫感。近年来，各乡镇、各部门认真落实县委部署，网格管理逐步规范，"
    "矛盾纠纷化解率达到96.5%，群众满意度明显提升。但也要看到，有的村“两委”班子战斗力不强，有的干部遇事推诿，"
    "个别地方集体经济仍是空壳。（一）责任意识还要再强化。要把担子挑起来，不能层层传达、层层不落实。"
    "（二）工作作风还要再改进。少开会、开短会，多到田间地头听一听老百姓怎么说。"
    "二、突出重点，推动各项任务见到实效。要坚持问题导向，围绕产业发展、环境整治、养老服务三件实事，"
    "列出清单、明确时限、逐项销号；要用好考核“指挥棒”，让肯干事的同志有舞台、让不担当的人有压力。"
    "谢谢大家！\n　　（2023年7月18日，根据录音整理）\n"
)
TRADITIONAL = (
    "同志們：今天召開全縣基層治理工作推進會，主要任務是總結上半年工作，分析當前形勢，安排下一步重點任務。"
    "一、看清形勢，切實增強抓好基層治理的緊迫感。近年來，各鄉鎮、各部門認真落實縣委部署，網格管理逐步規範，"
    "矛盾糾紛化解率達到96.5%，群眾滿意度明顯提升。但也要看到，有的幹部遇事推諉，個別地方集體經濟仍是空殼。"
    "（一）責任意識還要再強化。要把擔子挑起來，不能層層傳達、層層不落實。謝謝大家！"
)
PLAIN = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
MARKED = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


def snippets(text: str, count: int) -> list[str]:
    """Cuts of 6 to 2,000 characters, short ones as likely as long ones, each with an ideograph in it."""
    chance = random.Random(20230718)
    cuts = []
    while len(cuts) < count:
        length = round(6 * (2000 / 6) ** chance.random())
        start = chance.randrange(max(1, len(text) - length))
        cut = text[start : start + length]
        if any("\u4e00" <= character <= "\u9fff" for character in cut):
            cuts.append(cut)
    return cuts


def share_right(simplified: list[str], traditional: list[str]) -> float:
    right = [decoded(cut.encode(codec)) == cut for cut, codec in product(simplified, PLAIN)]
    right += [decoded(MARKED[codec] + cut.encode(codec)) == cut for cut, codec in product(simplified, MARKED)]
    right += [decoded(cut.encode("big5")) == cut for cut in traditional]
    return sum(right) / len(right)


def decoded(data: bytes) -> str | None:
    try:
        return decode(data).text
    except UnreadableFile:
        return None


def test_every_encoding_is_told_from_every_other() -> None:
    assert share_right(snippets(SIMPLIFIED * 5, 500), snippets(TRADITIONAL * 8, 500)) >= 0.995


#: Name, codec and byte order mark of every way an office saves text.
WAYS = [
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("gb2312", b""),
    ("gbk", b""),
    ("gb18030", b""),
    ("big5", b""),
]
WAYS += [
    ("utf-16-le", b""),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", b""),
    ("utf-16-be", codecs.BOM_UTF16_BE),
]
AROUND = [
    ("", ""),
    ("1. ", ""),
    ("", " (2023-07-18)\r\n"),
    ("From: OA <oa@example.cn>\r\n\r\n", "\r\n"),
    ("A4 ", " %"),
]


def test_snippets_of_every_encoding_with_ascii_around() -> None:
    texts = {codec: TRADITIONAL * 8 if codec == "big5" else SIMPLIFIED * 5 for codec, _ in WAYS}
    wrong, count = [], 0
    for way, (codec, mark) in enumerate(WAYS):
        for at, cut in enumerate(snippets(texts[codec], 100)):
            before, after = AROUND[(way + at) % len(AROUND)]
            text = before + cut + after
            count += 1
            if decoded(mark + text.encode(codec)) != text:
                wrong.append((codec, text[:30]))
    print(f"{count - len(wrong)} of {count}")
    assert count >= 500
    assert len(wrong) <= 0.005 * count, wrong


def test_every_encoding_is_told_on_real_documents(shared: Path) -> None:
    files = sorted((shared / "corpus" / "speeches").rglob("*.txt"))[::11]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    cuts = [cut for cut in snippets(text, 600) if encodable(cut, "gb18030")]
    big5 = ["".join(c for c in cut if encodable(c, "big5")) for cut in snippets(TRADITIONAL * 8, 100)]
    assert share_right(cuts, big5) >= 0.995


def encodable(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        ("同志们：大家好，现在开会。", "gbk", "gb18030"),
        ("同志们：大家好，现在开会。", "utf-16-be", "utf-16-be"),
        ("各位代表：現在開會，請大家簽到。", "cp950", "big5"),
        ("Minutes of the meeting, 2024-03-05.\r\n", "ascii", "utf-8"),
        ("联通", "utf-8", "utf-8"),
    ],
)
def test_the_encoding_is_named(text: str, codec: str, name: str) -> None:
    found = decode(text.encode(codec))
    assert (found.text, found.encoding, found.doubtful) == (text, name, False)


def test_ascii_without_ideographs_is_not_taken_for_utf16() -> None:
    assert decode(b"this app can break").text == "this app can break"


def test_a_claim_that_lies_is_not_believed() -> None:
    data = "全面提升机关干部的履职能力。".encode("gb18030")
    assert decode(data, hint="big5").encoding == "gb18030"
    assert decode(data, hint="utf-8").encoding == "gb18030"
    assert decode(data, hint="x-user-defined").encoding == "gb18030"


def test_what_is_doubtful_says_so_with_a_preview() -> None:
    manuscript = read("一".encode("gbk"), "短.txt")
    assert manuscript.blocks[0].text == "一"
    assert len(manuscript.notices) == 1
    assert "GB18030" in manuscript.notices[0]
    assert "“一”" in manuscript.notices[0]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_cut_off_file_is_refused_with_the_byte(codec: str) -> None:
    data = "要把基层治理这件大事抓实抓细抓出成效。".encode(codec)[:-1]
    last = len("要把基层治理这件大事抓实抓细抓出成效".encode(codec))
    with pytest.raises(UnreadableFile) as caught:
        read(data, "断了.txt")
    assert caught.value.file == "断了.txt"
    assert caught.value.place == f"第 {last + 1} 个字节"
    assert codec.upper() in caught.value.what
    assert caught.value.remedy


def test_a_damaged_byte_in_the_middle_is_refused_not_skipped() -> None:
    good = "推动各项任务见到实效。" * 40
    data = bytearray(good.encode("utf-8"))
    data[600] = 0xFF
    with pytest.raises(UnreadableFile) as caught:
        decode(bytes(data))
    assert caught.value.place == "第 601 个字节"


def test_a_person_may_name_the_encoding() -> None:
    data = "責任".encode("big5")
    assert read(data, "a.txt", encoding="Big5").blocks[0].text == "責任"
    assert read("\ufeff责任".encode(), "a.txt", encoding="UTF8").blocks[0].text == "责任"
    with pytest.raises(UnreadableFile, match="第 1 个字节"):
        read(data, "a.txt", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="不认识的编码"):
        decode_as(data, "rot13")


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=60))
def test_utf8_is_always_right_however_rare_the_characters(text: str) -> None:
    found = decode(text.encode("utf-8"))
    assert (found.text, found.encoding) == (text, "utf-8")


@given(st.binary(min_size=1, max_size=400))
def test_what_is_decoded_is_the_whole_file(data: bytes) -> None:
    try:
        found = decode(data)
    except UnreadableFile as error:
        assert error.remedy
        return
    codec = {"big5": "cp950"}.get(found.encoding, found.encoding)
    if codec != "cp950":  # Big5 has a few characters twice; the bytes need not come back the same.
        assert data.endswith(found.text.encode(codec))
