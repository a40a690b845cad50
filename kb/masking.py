"""Names and figures of a source that a writer may have to take out before use: places, units, people, numbers.

They are offered, never masked without being chosen: found by the words that follow or precede a name, so a
name that stands alone is missed and a common word may be offered. The names of national leaders stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.analysis import ordinary_words

Kind = Literal["place", "unit", "person", "figure", "year"]
KINDS: Mapping[Kind, str] = {
    "place": "地名",
    "unit": "单位",
    "person": "姓名",
    "figure": "数字",
    "year": "年份",
}
_ORDER = tuple(KINDS)

_HAN = "\u4e00-\u9fff"
#: What may stand before a name: a beginning, a mark, a small word, the end of a larger place.
_BEFORE = rf"(?:^|(?<=[^{_HAN}])|(?<=[在到对从向由把和与及赴自于为是让使给如像的省市县区州旗镇乡]))"
#: Characters that no name of a place has at its beginning.
_NOT_FIRST = (
    "全各本我该每这那此两几一二三四五六七八九十多所其它他她你您的了着过和与及在从向被把将让使当对为以"
)
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
)
_COMMON = (
    "城|农|都|集|超|乡|山|社|地|园|景|林|牧|辖|小|新|老|旧|街|库|灾|片|特|军|战|时|误|盲|禁|郊|市|县|区|镇|村|街道|"
    "直辖|地级|县级|副省级|计划单列|省会|沿海|开发|示范|自治|试验|实验|功能|行政|建制|中心|贫困|先进|后进|落后|空壳|"
    "经济|高新|保税|贸易|试点|合作|工业|产业|农业|旅游|度假|风景|保护|生态|城|主城|老城|新城|核心|重点|革命老|民族|"
    "边境|欠发达|发达|东部|中部|西部|少数民族|居民|住宅|生活|商业|居住|集聚|集中|安置|移民|特色|美丽|文明|和谐|未来|"
    "智慧|国际|国内|证券|资本|劳动力|人才|要素|消费|金融|房地产|粮食|农贸|批发|统一大|大|进|出|驻|治|强|富|扶|帮|联|包|"
    "薄弱|难点|软弱涣散|示范社|网格|党员|基层|城乡|农民|相关|有关|部分|个别|许多|不少|先行|引领|综合|高质量发展|办好"
)
_PLACE = re.compile(
    rf"(?:(?P<province>{_PROVINCES})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?)"
    rf"|{_BEFORE}(?![{_NOT_FIRST}])(?!(?:{_COMMON})(?:省|市|县|区|旗|镇|乡|村|街道|社区))"
    rf"(?P<name>[{_HAN}]{{2,3}}?)(?P<tail>自治州|自治县|街道|社区|市|县|区|旗|镇|乡|村)(?![{_HAN}]?(?:振兴|建设|治理|化|级|域|内|外|场))"
)
_UNIT = re.compile(
    rf"{_BEFORE}(?![{_NOT_FIRST}])(?P<name>[{_HAN}A-Za-z0-9]{{2,10}}?)"
    r"(?P<tail>股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|大学|医院|支行|分行|合作社)(?![\u4e00-\u9fff]?制)"
)
_COMMON_UNIT = re.compile(
    r"(?:国有|上市|龙头|跨国|保险|证券|物业|子|分|母|总|集团|股份|有限|责任|专业|农民|农村|信用|供销|股份经济|公立|县级|"
    r"乡镇|老年|重点|高等|普通|社区|三甲|三级|二级|定点|民营|互联网|平台|科技|旅游|建筑|劳务|担保|投资|运营|管理|相关|"
    r"各类|联合|企业|党员|领导|村级|龙头企业|种植|养殖|专业合作|土地|股份合作|经济)"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季"
)
_TITLE = "同志|书记|主任|局长|县长|市长|省长|部长|主席|镇长|乡长|区长|院长|校长|处长|科长|厅长|司令员|政委"
_TITLED = re.compile(
    rf"{_BEFORE}(?P<name>[{_SURNAMES}][{_HAN}]{{1,2}})(?:副)?(?=(?:{_TITLE}))"
    rf"|(?<=(?:书记|主任|局长|县长|市长|省长|部长|主席|镇长|乡长|区长|院长|校长))(?P<after>[{_SURNAMES}][{_HAN}]{{1,2}})"
    r"(?=同志|[，。、；（）]|说|讲|在|作|主持|出席|带领|到|$)"
)
_LEADERS = re.compile("习近平|毛泽东|邓小平|江泽民|胡锦涛|周恩来|刘少奇|朱德|陈云|列宁|斯大林|马克思|恩格斯|李强|赵乐际|王沪宁|蔡奇|丁薛祥|李希|李克强|温家宝|朱镕基")  # fmt: skip
_NO_PERSON = re.compile(r"[党委支部常全总副各位老市县区镇村省厅局处科委组政府纪检组织宣传统战]$|^(?:任|石|安|方|程|康|文|高|金|于|常|万|江|方|易)(?:何|油|全|面|度|庭|明|级|融|是|务|里|法|区|地)")  # fmt: skip
_FIGURE = re.compile(
    r"(?<![第0-9.A-Za-z])(?P<name>[0-9][0-9,，]*(?:\.[0-9]+)?)(?P<tail>个百分点|万亿元|亿元|万元|亿|万人次|万人|万亩|万吨|"
    r"万户|万|％|%|元|公里|平方公里|平方米|亩|吨|人次|人|名|户|家|项|个|件|起|余|多)"
)
#: 广西壮族自治区 with its name masked must not tell it by its people.
_KIN = re.compile("壮族|回族|维吾尔")
_YEAR = re.compile(r"(?<![0-9])(?P<name>(?:19|20)[0-9]{2})(?P<tail>年)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name or figure that may be masked, wherever it recurs.

    Args:
        text: as it stands: `青山镇`.
        mask: what would stand there: `××镇`.
        count: how often it stands in the texts.
    """

    text: str
    kind: Kind
    mask: str
    count: int


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a name was found in a text."""

    kind: Kind
    start: int
    end: int
    mask: str


def names(texts: Sequence[str]) -> tuple[Name, ...]:
    """What may be masked in some texts: by kind, the most frequent first; each name once."""
    spots = [list(_found(text)) for text in texts]
    kinds: dict[str, tuple[Kind, str]] = {}
    for text, found in zip(texts, spots, strict=True):
        for spot in found:
            kinds.setdefault(text[spot.start : spot.end], (spot.kind, spot.mask))
    counted = [
        Name(name, kind, put, sum(_count(name, *one) for one in zip(texts, spots, strict=True)))
        for name, (kind, put) in kinds.items()
    ]
    return tuple(sorted(counted, key=lambda n: (_ORDER.index(n.kind), -n.count, n.text)))


def _count(name: str, text: str, spots: Sequence[_Spot]) -> int:
    """How often a name would be masked in a text, were it chosen alone."""
    if name not in text:
        return 0
    others = [spot for spot in spots if text[spot.start : spot.end] != name]
    return sum(not _of_another(found, others) for found in _standing([name]).finditer(text))


def _found(text: str) -> Iterator[_Spot]:
    for found in _PLACE.finditer(text):
        tail = found["tail"] or _KIN.sub("", found[0].removeprefix(found["province"] or ""))
        if found["province"] or _is_place(found["name"], found["tail"]):
            yield _Spot("place", *found.span(), f"××{tail}")
    for found in _UNIT.finditer(text):
        if _is_unit(found["name"]):
            yield _Spot("unit", *found.span(), f"××{found['tail']}")
    for found in _TITLED.finditer(text):
        group = "name" if found["name"] else "after"
        if not _LEADERS.match(found[group]) and not _NO_PERSON.search(found[group]):
            yield _Spot("person", *found.span(group), "×××")
    for found in _FIGURE.finditer(text):
        yield _Spot("figure", *found.span(), f"××{found['tail']}")
    for found in _YEAR.finditer(text):
        yield _Spot("year", *found.span(), "××年")


def _is_place(name: str, tail: str) -> bool:
    """Whether what stands before 镇 or 村 may be a name: no ordinary word, none at its beginning or end."""
    ordinary = ordinary_words()
    if name in ordinary or name[-1] + tail[0] in ordinary:
        return False
    # 走进+青山村 begins with a verb; 小+花园 need not.
    return len(name) == 2 or not ordinary.get(name[:2], "").startswith(("v", "d", "p", "c", "r", "a"))


def _is_unit(name: str) -> bool:
    """Whether what stands before 公司 may be a name: neither of a kind of unit nor with a verb at its beginning."""
    if _COMMON_UNIT.search(name):
        return False
    return not ordinary_words().get(name[:2], "").startswith(("v", "d", "p", "c", "r"))


def mask(text: str, chosen: Mapping[str, str]) -> str:
    """The text with chosen names replaced by their masks; of names inside names the longest goes first.

    What is only a part of another name of its kind that was not chosen stays: 张明 in 张明华, 10人 in 10人次.
    """
    wanted = [name for name, put in chosen.items() if name and put]
    if not wanted:
        return text
    others = [spot for spot in _found(text) if text[spot.start : spot.end] not in wanted]
    return _standing(wanted).sub(
        lambda found: found[0] if _of_another(found, others) else chosen[found[0]], text
    )


def _standing(wanted: Iterable[str]) -> re.Pattern[str]:
    """Any of some names, the longest first; a figure where no figure goes on before it (12.5, 1,200)."""
    longest = sorted(wanted, key=len, reverse=True)
    before = r"(?<![0-9.])(?<![0-9][,，])"
    return re.compile("|".join(f"{before if n[0].isdigit() else ''}{re.escape(n)}" for n in longest))


def _of_another(found: re.Match[str], others: Sequence[_Spot]) -> bool:
    """Whether what was found is a part of another name. A place in the name of a unit is still that place, and so
    is 山东 in 山东省."""
    start, end = found.span()
    return any(
        spot.start <= start and end <= spot.end
        for spot in others
        if spot.kind != "unit" and not (spot.kind == "place" and spot.start == start)
    )
