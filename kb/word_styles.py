"""The two looks of an exported Word document as data: sizes, fonts, margins. No XML here.

`gw` is GB/T 9704—2012 (党政机关公文格式) §5.2 (type area 156 mm × 225 mm, 22 lines of 28 characters, 三号 仿宋)
and §7.3 (title, numbers of headings), §7.5 (page number). `plain` is what an office prints for itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kb.errors import KbError

LATIN = "Times New Roman"
#: The names of the standard, and what stands in where a font is not installed (Word: `w:altName`).
STAND_INS = {
    "方正小标宋简体": "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋体,华文中宋,STZhongsong,宋体",
    "仿宋_GB2312": "FangSong_GB2312,仿宋,FangSong,方正仿宋_GBK,华文仿宋,STFangsong",
    "楷体_GB2312": "KaiTi_GB2312,楷体,KaiTi,方正楷体_GBK,华文楷体,STKaiti",
    "黑体": "SimHei,方正黑体_GBK,华文黑体,STHeiti",
    "宋体": "SimSun,方正书宋_GBK,华文宋体,STSong",
}
#: Sizes of Chinese type in points: 二号 小二 三号 四号 小四 五号.
ERHAO, XIAOER, SANHAO, SIHAO, XIAOSI, WUHAO = 22.0, 18.0, 16.0, 14.0, 12.0, 10.5


@dataclass(frozen=True, slots=True)
class Look:
    """How a line of one role looks."""

    font: str
    #: Points.
    size: float
    align: str = "both"
    #: First-line indent in characters.
    indent: int = 2
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page and the looks of all roles on it. Lengths in mm where not said otherwise."""

    top: float
    bottom: float
    left: float
    right: float
    #: From the lower edge of the paper to the lower edge of the page number's line.
    footer: float
    #: Twips (1/20 pt) with `exact`, 1/240 of a line with `auto`.
    line: int
    rule: str
    #: Line pitch of the page's grid in twips; None for no grid.
    pitch: int | None
    #: Added to every character's width, in twips.
    spacing: int
    #: Characters that a line of the title holds.
    title_width: int
    number: Look
    #: Page numbers stand outside, odd right and even left; otherwise in the middle.
    outside: bool
    looks: dict[str, Look] = field(hash=False)


_GW_BODY = Look("仿宋_GB2312", SANHAO)
_GW_CENTRED = Look("楷体_GB2312", SANHAO, align="center", indent=0)
#: 22 lines of 28.95 pt are 636.9 of the type area's 637.8 pt. 28 characters of 16 pt would be 448 of 442.2 pt:
#: each gives up 0.25 pt. The page number's dash stands 7 mm below the type area.
GW = Sheet(
    top=37, bottom=35, left=28, right=26, footer=24.7, line=579, rule="exact", pitch=579, spacing=-5,
    title_width=20, number=Look("宋体", SIHAO, indent=0), outside=True,
    looks={
        "title": Look("方正小标宋简体", ERHAO, align="center", indent=0),
        "subtitle": _GW_CENTRED,
        "salutation": replace(_GW_BODY, indent=0),
        "heading1": replace(_GW_BODY, font="黑体"),
        "heading2": replace(_GW_BODY, font="楷体_GB2312"),
        "heading3": _GW_BODY,
        "heading4": _GW_BODY,
        "body": _GW_BODY,
        "appendix": replace(_GW_BODY, font="黑体", indent=0),
        "source": replace(_GW_BODY, align="left"),
    },
)  # fmt: skip

_PLAIN_BODY = Look("宋体", XIAOSI)
PLAIN = Sheet(
    top=25.4, bottom=25.4, left=31.8, right=31.8, footer=15, line=360, rule="auto", pitch=None, spacing=0,
    title_width=22, number=Look("宋体", WUHAO, align="center", indent=0), outside=False,
    looks={
        "title": Look("黑体", XIAOER, align="center", indent=0),
        "subtitle": replace(_PLAIN_BODY, align="center", indent=0),
        "salutation": replace(_PLAIN_BODY, indent=0),
        "heading1": replace(_PLAIN_BODY, font="黑体", size=SIHAO),
        "heading2": replace(_PLAIN_BODY, font="黑体"),
        "heading3": replace(_PLAIN_BODY, bold=True),
        "heading4": _PLAIN_BODY,
        "body": _PLAIN_BODY,
        "appendix": replace(_PLAIN_BODY, font="黑体", indent=0),
        "source": replace(_PLAIN_BODY, align="left"),
    },
)  # fmt: skip

STYLES = {"gw": "公文格式（GB/T 9704—2012）", "plain": "普通（宋体小四，1.5 倍行距）"}


def sheet(style: str, *, bold: bool = False) -> Sheet:
    """The sheet of a style.

    Args:
        style: one of `STYLES`.
        bold: set headings 1. and （1） in bold, as many offices do; the standard has them plain.

    Raises:
        KbError: there is no such style.
    """
    if style not in STYLES:
        raise KbError(f"没有这种 Word 版式：{style}", remedy=f"可用的是 {'、'.join(STYLES)}")
    found = GW if style == "gw" else PLAIN
    if not bold:
        return found
    bolder = {role: replace(found.looks[role], bold=True) for role in ("heading3", "heading4")}
    return replace(found, looks=found.looks | bolder)
