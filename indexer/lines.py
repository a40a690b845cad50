"""What a short line may be, going by its form alone: a salutation, a byline, a date, a title.

Where it stands in the document is weighed in `indexer/opening.py`; nothing here looks beyond one line.
"""

from __future__ import annotations

import re

from indexer.dates import written
from indexer.numerals import CIRCLED
from indexer.ordinals import is_article, ordinal

#: Characters at most.
LONGEST_TITLE = 100
LONGEST_BYLINE = 90
LONGEST_SALUTATION = 80
#: 尊敬的…总统，尊敬的…总理，…：
LONGEST_GREETING = 240

_PEOPLE = (
    "同志们?|朋友们?|同学们?|战友们?|乡亲们|父老乡亲|代表们?|委员们?|先生们?|女士们?|来宾|嘉宾|老师们?|领导|"
    "主席先生|党员|党组织|党委|党组|党支部|阁下"
)
_BODIES = "人民政府|[各]?(?:直属)?机构|[各]?部门|[各]?单位|办事处"
_ADDRESS = re.compile(rf"(?:(?:尊敬的|敬爱的|亲爱的|各位)*(?:{_PEOPLE})[，、！!：:\s]*)+(?<=[！!：:])\W*")
_SALUTATION = re.compile(
    rf"(?:尊敬的|敬爱的|亲爱的|各位)[^。；]*[：:！!]\W*|[^。；：:]{{0,60}}(?:{_PEOPLE}|{_BODIES})[：:！!]\W*"
)

_OFFICE = (
    "(?:书记|主席|主任|总理|委员长|[省市县区州旗镇乡部厅局处科校院司会所站队行]长|秘书长|检察长|理事长|董事长|"
    "总经理|组长|政委|司令员?|专员|巡视员|常委|委员)"
)
_PERSON = r"[\u4e00-\u9fff×XxＸ](?:\s*[\u4e00-\u9fff×XxＸ]){1,3}(?:·[\u4e00-\u9fff]{1,6})?"
#: Without an office before it a name is known by its family name, or by spaces between its characters.
_FAMILY = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟"
    "卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚习温包殷"
)
_NAME = (
    rf"[{_FAMILY}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){{1,3}}|[×XxＸ\s]{{2,8}}"
    r"|[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff]{1,6}"
)
#: Lines that are plainly no title wherever they stand.
_NUMBERED_OR_REMARK = re.compile(
    r"[（(][^（）()]{1,60}[）)]|[—－–―-]{1,3}.*(?:\d.*|[上日])|.*[〔［\[]\d{4}[〕］\]].*号"
    r"|.{1,20}(?:委员会|委|办公室|政府|[部局厅办院])文件"
)
#: Lines that speak of the speaker, the place or the source, when a title stands above them.
_UNDER_TITLE = re.compile(
    rf"{_NAME}|.{{0,24}}{_OFFICE}(?:\s+{_PERSON})?"
    r"|.*(?:日报|晚报|客户端|新华社|通讯社|摄)"
    r"|(?:作者|演讲人|报告人|讲话人|发言人|主讲人|时间|地点|日期)\s*[：:].*"
    r"|.*(?:会议|大会|全会|座谈会)上"
)
_DATE_END = re.compile(r"[年月日]$|[-./]\d{1,2}$")
_NOTE = re.compile(rf"[［\[〔]\d{{1,3}}[］\]〕]|[{CIRCLED}][^。]*第[\d０-９—–\-、]+页")
_DASH = re.compile(r"[—－–―-]{1,3}")
_TITLE_END = re.compile(
    r"(?:讲话|报告|致辞|致词|贺词|发言|演讲|讲稿|党课|汇报|总结|方案|意见|通知|决定|决议|公报|说明|纪要|条例|规定|"
    r"办法|体会|倡议书|提纲|要点|述职|述廉)(?:稿|摘要|节选)?(?:[（(][^（）()]*[）)])?[》”\s]*$"
)


def is_address(text: str) -> bool:
    """True for an address and nothing else, anywhere in a speech: 各位代表！ 女士们，先生们，朋友们："""
    return len(text) <= LONGEST_SALUTATION and _ADDRESS.fullmatch(text) is not None


def is_salutation(text: str) -> bool:
    """True for the address at the top of a speech or letter, and the addressees of a notice."""
    longest = LONGEST_GREETING if text.startswith("尊敬的") else LONGEST_SALUTATION
    return is_address(text) or (len(text) <= longest and _SALUTATION.fullmatch(text) is not None)


def is_note(text: str) -> bool:
    """True for a footnote set below the text: ［5］…, ⑦ 《县志》第3卷，第8页。"""
    return _NOTE.match(text) is not None


def is_date(text: str) -> bool:
    """True for a line that is a date and nothing else: （2020年1月8日）"""
    bare = text.strip("（()）").strip()
    ends = _DATE_END.search(bare) is not None
    return len(bare) <= 14 and ends and any(at == 0 for at, _ in written(bare))


def ends_like_title(text: str) -> bool:
    """True when a line ends as titles do: …上的讲话, …工作报告, …的意见（试行）."""
    return "。" not in text and _TITLE_END.search(text) is not None


def is_subtitle(text: str) -> bool:
    """True for the second half of a title behind a dash: ——在…大会上的报告."""
    return _DASH.match(text) is not None and ends_like_title(text)


def is_byline(text: str, under_title: bool = False) -> bool:
    """True for a date, an occasion, a document number; under a title also for a speaker and a source."""
    if len(text) > LONGEST_BYLINE or text[-1] in "；;，," or "。" in text.rstrip("。") or is_subtitle(text):
        return False
    if is_date(text) or _NUMBERED_OR_REMARK.fullmatch(text):
        return True
    if any(at <= 1 and len(iso) > 4 for at, iso in written(text)):
        return text[-1] not in "。：:！？" and not ends_like_title(text)
    return under_title and _UNDER_TITLE.fullmatch(text) is not None


def is_title(text: str) -> bool:
    """True when a line may be a title."""
    return (
        len(text) <= LONGEST_TITLE
        and text[-1] not in "；;：:，,、"
        and "。" not in text
        and ordinal(text) is None
        and not is_article(text)
        and not is_salutation(text)
        and not is_byline(text)
    )
