"""The cleaning rules: one row each, with a name, a place, a length and a pattern. What users read is in kb/cleaning.py.

A row takes out a whole line and only a whole line. What could be a sentence of a speech has no place here:
a line too many in the text is a blemish, a paragraph missing is a loss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

#: Where a rule may fire: on the short lines at either end of a document, or on any line of it.
Where = Literal["edge", "anywhere"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of line that is no part of a speech. `longest` is in characters."""

    name: str
    where: Where
    longest: int
    pattern: re.Pattern[str]

    def takes(self, text: str) -> bool:
        """True when the rule fits a line. At an edge, a line with a full stop is a sentence and stays."""
        if len(text) > self.longest or (self.where == "edge" and "。" in text):
            return False
        return self.pattern.search(text) is not None


def _rule(name: str, where: Where, longest: int, *patterns: str) -> Rule:
    return Rule(name, where, longest, re.compile("|".join(f"(?:{p})" for p in patterns)))


_GOODS = "(?:范文|公文|文稿|素材|讲话稿|资料|材料|模板)"
_START = r"^[\s※*★☆●■◆▲△▼▽→>》【\[（(「—-]*"
_CALL = "(?:关注|公众号|微信|QQ|下载|加群|会员|网站|www|http|搜索|点击|扫码)"
_COLON = r"\s*[：:丨|]"
_RELATED = "(?:[上下]一[篇条]|相关(?:阅读|文章|链接|附件|新闻|报道)|延伸阅读|阅读原文|(?:您|你)?(?:的|所在)?当前的?位置)"
_EDITOR = "(?:(?:责任|本期|值班|实习)?编辑|责编|校对|排版|美编|监制|终审|初审|复审|编审)"

PAGE_NUMBER = "page-number"
#: Unknown lines among advertisements above the title.
AMONG_ADVERTS = "among-adverts"
#: A line that stands at the head or foot of page after page.
RUNNING_HEAD = "running-head"
#: A line that stands around the text in file after file of one import.
REPEATED = "repeated"
#: The rules whose lines are advertisements.
ADVERTS = frozenset({"disclaimer", "promotion", "membership", "address"})
#: The rules whose lines a web site puts around a text.
SITE = ADVERTS | {"web-tools", REPEATED}

RULES: tuple[Rule, ...] = (
    _rule(
        PAGE_NUMBER, "anywhere", 24,
        r"^[-—–―－~·•\s]+\d{1,4}[-—–―－~·•\s]+$",
        r"^[（(]?\s*第\s*\d{1,4}\s*页[\s，,/、]*(?:[共总]\s*\d{1,4}\s*页)?\s*[）)]?$",
        r"^[（(]?\s*共\s*\d{1,4}\s*页[\s，,/、]*第\s*\d{1,4}\s*页\s*[）)]?$",
        r"^(?i:page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$",
    ),
    _rule(
        "disclaimer", "anywhere", 100,
        _START + r"仅供(?:个人|内部|大家)?(?:学习|参考|交流|研究|阅读|借鉴)[^。]{0,30}。?$",
        _START + r"本(?:文|资料|材料|文档|稿件?|篇|范文)(?![件书])[^。]{0,24}"
        r"(?:原创|投稿|仅供|版权|网络收集|转载|付费|购买)",
        _START + r"(?:免责|版权|特别|郑重)声明\s*[：:]",
        _START + r"(?:版权所有|侵权必究|如有侵权)",
        _START + r"(?:声明|提示|温馨提示|郑重提示|特别提示)\s*[：:].{0,80}(?:仅供|投稿|套用|照搬|倒卖|盗卖|本站|转载|侵权)",
    ),
    _rule(
        "disclaimer", "edge", 60,
        r"(?:请勿|切勿|禁止|严禁)\s*(?:照搬|照抄|外传|转载|转发|倒卖|商用|复制|抄袭|翻印)",
        r"(?:资料|材料|范文|内容).{0,8}(?:来自|来源于?|整理自)(?:网络|互联网)",
    ),
    _rule(
        "promotion", "anywhere", 60,
        rf"(?:更多|海量|精品).{{0,10}}{_GOODS}.{{0,20}}{_CALL}",
        r"(?:公众号|微信号|微信|QQ|扣扣)(?:群|号)?\s*[：:]\s*[A-Za-z0-9_-]{5,}",
        _START + r"(?:请)?(?:点击|长按|扫描|识别|扫码)\S{0,6}(?:蓝字|蓝色字|二维码|公众号|关注我们|一键关注)",
    ),
    _rule(
        "promotion", "edge", 60,
        rf"(?:更多|海量|精品|优质|精选|最新).{{0,6}}{_GOODS}",
        r"(?:关注|搜索|搜|回复|添加|来自|本).{0,12}公众号|公众号\s*[：:「“『【|丨]|^\W*(?:微信)?公众号\W*$",
        r"(?:扫描|识别|长按|扫一扫|扫).{0,6}二维码|二维码.{0,4}(?:关注|加群|入群|添加)",
        r"(?:点击|点|戳).{0,4}蓝色?字|蓝字关注|关注我们|一键关注|点击图片|点[个一]?赞.{0,3}在看",
        r"(?:淘宝|店铺)\s*[：:]|代写.{0,4}(?:材料|公文|讲话|服务)|(?:联系|添加)客服|客服(?:微信|QQ)",
    ),
    _rule(
        "membership", "edge", 60,
        r"(?:QQ|qq|微信|交流|会员|读者|写作|资料)\s*群\s*[：:]|(?<![收投])(?:加|入|进)群(?![体众])",
        r"(?:下载|登录|注册|充值).{0,12}(?:会员|(?i:vip)|积分|金币)",
        r"会员(?:资料|材料|群|权益|服务|专享|价)|(?i:s?vip)\s*会员|年费会员",
        r"(?:现在|立即|马上|扫码|点击)订阅|订阅(?:立享|即享|本|我们|号)|打击倒卖|倒卖(?:会员|资料|材料)",
    ),
    _rule("address", "anywhere", 100, r"^\W*(?:网址\s*[：:]\s*)?(?:https?://|www\.)\S+$"),
    _rule("address", "edge", 80, r"https?://|www\.[a-z0-9]|(?:网址|网站|官网)\s*[：:]"),
    _rule(
        "newspaper", "anywhere", 60,
        r"^[（(\s]*《[^》]{2,16}》\s*[（(]?\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[，,]?\s*第?\s*[A-Z]?\d{1,2}\s*版\s*[）)\s]*$",
        r"^[（(]?(?:原载|原刊|刊于|载于)?\s*《[^》]{2,16}》\s*[（(]?\s*\d{4}\s*年\s*第?\s*\d{1,2}\s*期\s*[）)\s]*$",
    ),
    _rule(
        "web-tools", "edge", 80,
        _START + r"字[号体](?:大小)?\s*(?:[：:【\[（(大]|$)",
        _START + r"(?:打印|关闭|收藏|分享|返回)(?:本页|此页|本文|窗口|页面|顶部|首页|列表|到[：:]?|至[：:])",
        _START + r"(?:打印|关闭|收藏|分享|纠错)(?:[】\]）)|：:]|$|\s+(?:打印|关闭|收藏|分享|纠错))",
        _START + r"(?:浏览|点击|阅读|访问)(?:次数|量|数)" + _COLON,
        _START + _RELATED + r"(?:$|[\s：:>＞»】\]])",
        _START + r"(?:发布|发表|更新)(?:时间|日期|人|单位)" + _COLON,
        r"建议使用.{0,24}(?:分辨率|浏览器)",
        _START + r"(?:推荐阅读|往期(?:回顾|精选|推荐)|热门(?:文章|推荐)|猜你喜欢|大家都在看|加入收藏|我要评论|手机(?:扫一扫|版)|回到顶部)\W*$",
        r"^(?=.*[上下]一页|\W*首页)\W*(?:(?:首页|上一页|下一页|尾页|末页|\d{1,3})\W*)+$|^\W*(?:阅读|浏览|点击|评论)\W{0,3}\d+\s*次?\W*$",
        r"^[-—–－=*\s]*(?i:the\s*end|end)[-—–－=*\s]*$|^[-—–－=*_\s]{3,}$",
        r"分享(?:到|至|给)(?:微信|微博|朋友圈|好友|QQ)|(?:点赞|收藏|转发|在看)\W{1,3}(?:点赞|收藏|转发|在看)",
    ),
    _rule(
        "source", "edge", 80,
        _START + r"(?:稿件|文章|信息|内容|资料|文稿|新闻)?(?:来源|来自|转自|转载自|原载|出处)" + _COLON,
    ),
    _rule(
        "editor", "edge", 60,
        _START + _EDITOR + "(?:" + _COLON + "|/)",
        _START + _EDITOR + r"\s+[\u4e00-\u9fff]{2,4}(?:[\s、/]+[\u4e00-\u9fff]{2,4}){0,3}\W*$",
    ),
)  # fmt: skip

#: Every name under which a line can be removed by a rule; `kb.cleaning.RULE_LABELS` says it to users.
NAMES = frozenset(rule.name for rule in RULES) | {AMONG_ADVERTS, RUNNING_HEAD, REPEATED}
