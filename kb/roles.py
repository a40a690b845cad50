"""What a passage does (用途): opening, achievement, problem, significance, measure or closing, and why.

The genre is formulaic: what was done is told with 了 and figures, what is wrong with 不够 and 有的, what
shall be done with 要 and verbs at the head of the sentence. Each sign has a weight; the role with the
greatest sum is taken, or none when the signs are weak. It never looks at themes and never learns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kb.evidence import Evidence
from kb.model import ROLES, Kind, Role

#: Below this sum of weights no role is given.
ENOUGH = 0.8

#: A speech of fewer passages has no first and last passage to speak of.
SHORTEST = 4

#: How often the same sign counts in one passage.
MOST = 4


@dataclass(frozen=True, slots=True)
class RoleJudgement:
    """A role, or None, with the signs that speak for it."""

    role: Role | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    role: _Owner
    weight: float
    form: re.Pattern[str]


#: Text that does nothing for a speech: procedures of statutes, who attended, what reporters saw. It competes
#: with the roles and, where it wins, there is none.
_Owner = Role | Literal["none"]

_Found = tuple[_Owner, float, Evidence]


def _sign(role: _Owner, weight: float, *forms: str) -> _Sign:
    return _Sign(role, weight, re.compile("|".join(forms)))


#: Verbs that call for action when they begin a sentence or clause.
_ACT = (
    "加强|推进|推动|完善|健全|深化|强化|落实|实施|加快|坚持|建立|提高|提升|扩大|发展|促进|严格|严肃|改革|"
    "改进|优化|统筹|抓好|抓实|做好|做实|确保|规范|打造|构建|推行|开展|巩固|支持|鼓励|引导|培育|加大|防范|"
    "整治|深入|扎实|着力|全力|大力|切实|积极|持续|牢固|继续|进一步|全面|坚决|坚定|认真|严明|压紧|围绕|"
    "聚焦|突出|注重|带头|集中力量|用好|管好|紧紧|稳步|有序|依法|充分|减少|清理|取消|降低|压减|整合|盘活|"
    "选派|选优|配强|培养|组织|督促|明确|紧盯|盯紧|盯住|扭住|发挥|畅通|创新|增强|保障|保持|探索|增加|树立"
)
#: The head of a sentence with its number, if any: 二要…, 第三，…, 第十条 国家….
_HEAD = (
    r"(?:(?<=[。；！？;])|^)(?:[（(]?[一二三四五六七八九十]+[）)、]|[一二三四五六七八九十]+[是要]，?|"
    r"第[一二三四五六七八九十百]+[，条]\s*(?:国家|各级.{2,12}|县级以上.{2,12})?)?"
)
_NUMBER = "[近约超]?[0-9０-９×X]"

_IN_TEXT = (
    _sign("opening", 1.5, "刚才", "(?:下面|现在)，?我", "现将", "请予审议", "请审议", "根据会议安排"),
    _sign("opening", 1.5, "会议的(?:主要)?任务", "我(?:主要|再)?(?:强调|讲)[几一二两三四五]点"),
    _sign("opening", 1.5, "(?:现|特)?(?:通知|报告|说明|汇报)如下", "现(?:通知|印发)"),
    _sign("opening", 0.7, "今天", "这次会议", "首先", "受.{2,12}委托", "概括起来"),
    _sign("achievement", 1.2, "有新(?:成果|成效|进步|进展|突破|亮点|提升|变化|抓手)", "圆满|历史性"),
    _sign("achievement", 1.2, "取得(?!实效|更|新的更)", "成效(?:明显|显著)", "得到(?:明显|有效|显著|全面)"),
    # 体现了, 阐明了 tell what something means, not what was done.
    _sign("achievement", 0.7, "(?<![为除到罢算极现示证显述结明析答调])了(?![解望然如])"),
    _sign("achievement", 0.9, "[五一两三四几0-9０-９×X]年来"),
    _sign("achievement", 0.9, "来之不易|历史答卷|回望过去|回首"),
    _sign("achievement", 0.7, "以来", "过去(?:一年|五年)", "去年|截至|期间|历经"),
    _sign("achievement", 0.6, "不断(?:增强|改善|提高|提升|完善)", "有序(?:开展|进行|推进)"),
    _sign("achievement", 0.6, "持续(?:增强|改善|提升|向好|进步|优化|压实)"),
    _sign("achievement", 0.6, "明显|显著|稳步|有力|有序", "进一步(?:增强|提升)"),
    _sign("achievement", 0.6, f"(?:增长|下降|提高|增加|突破|超过|减少|达|[高加大]到|达到)\\s*{_NUMBER}"),
    _sign("achievement", 0.6, f"(?:完成|投入|选派|查处|新增|累计|共)\\s*{_NUMBER}"),
    _sign("achievement", 0.5, "已|建成|完成|累计|荣获|被评|获评|实现"),
    _sign("achievement", 0.3, "[0-9０-９×X][万亿余多]*(?:元|个|名|件|人|起|家|户|次|公里|亩|吨|％|%)"),
    _sign("problem", 1.6, "清醒地?(?:看到|认识)", "不容忽视", "失之于"),
    _sign("problem", 1.6, "存在(?:的|着|一些|不少|诸多)?.{0,8}(?:问题|不足|短板|差距|薄弱|偏差)"),
    _sign("problem", 0.9, "不(?:够|足|强|实|严|力|到位|平衡|充分|明显|适应|规范|健全|均衡|重视|充足)"),
    _sign(
        "problem",
        0.9,
        "不高(?!于)|不深(?=[，。；、])|滞后|薄弱|短板|差距(?!.{0,8}缩小)|缺乏|欠缺|偏差|弱化|欠账|偏低",
    ),
    _sign(
        "problem",
        0.7,
        "一些(?:地方|干部|单位|部门|同志|乡镇|党|领域|企业|工作)",
        "(?<![所持享拥具固占特原应现私公国])有的(?!放矢)|个别|少数(?!民族)",
    ),
    _sign("problem", 0.7, "仍然|依然|尚未|还不|有待|亟待|时有发生|多发|流于"),
    _sign("problem", 0.7, "浪费|忽视|盲目|脱节|走样"),
    _sign("problem", 0.5, "困难|违反|违规|顶风|风险突出|矛盾突出|软弱|挑战"),
    _sign("significance", 1.4, "意义|重要性|必要性|紧迫性|指明了", "提供了.{0,6}遵循"),
    _sign("significance", 1.2, "(?:内在|本质|根本|客观|时代|必然)要求", "必然选择|迫切"),
    _sign("significance", 1.2, "(?:重大|重要|战略|关键)举措"),
    _sign("significance", 1.2, "(?:体现|展示|印证|彰显|揭示|阐[明述释])了", "站在.{2,20}高度"),
    _sign("significance", 0.8, "关键在|[的之]动力[，。]|历史要求|就是方向|根本成就|法宝"),
    _sign("significance", 0.8, "振奋人心|催人奋进|凝聚起", "深刻总结|充分肯定"),
    _sign("significance", 1.2, "根本(?:保证|保障|任务|在于|途径|大计|遵循)"),
    _sign("significance", 0.8, "重要(?:基础|保障|保证|途径|组成部分|依据|内容|实践|体现|抓手|任务)"),
    _sign("significance", 0.8, "生命线|基石|前提|首要|事关|关系到|直接关系|关乎|离不开", "没有.{2,20}就没有"),
    _sign("significance", 0.8, "高屋建瓴|充分认识", "深刻(?:认识|阐|揭示|指出|分析|回答)"),
    _sign("significance", 0.8, "重大(?:战略)?(?:部署|决策)", "需要，|的需要|体现了|彰显"),
    _sign("measure", 1.0, "(?<![重主需首只摘概纪紧必想扼次还不])要(?![求点素领闻么害职紧目是])"),
    _sign("measure", 1.0, "必须|务必|应当|应该|不得|严禁|绝不允许"),
    _sign("measure", 0.8, f"{_HEAD}(?:{_ACT})"),
    _sign("measure", 0.25, f"(?<=[，、])(?:{_ACT})"),
    _sign("measure", 0.7, "(?:左右|以上|以内)[；。，]", "力争|下一步|年内|月底前", "今年(?:要|将)"),
    _sign("measure", 0.7, "到[0-9×X]+年"),
    _sign(
        "measure",
        0.8,
        "进行(?:指导|监督|管理)",
        "(?:负责|组织|领导).{2,30}工作[；。]",
        "制定.{2,24}(?:办法|规划|方案)",
    ),
    _sign("measure", 0.8, "(?:着力|切实|认真)(?:查找|解决|整改|纠治)", "对.{2,40}进行监督"),
    _sign("closing", 1.8, "让我们|谢谢(?:大家|各位)?|精彩答卷|完了|结束了", "(?:努力|拼搏|而团结|而)奋斗"),
    _sign("closing", 2.2, "号召.{0,40}(?:团结|奋斗)"),
    _sign("closing", 0.9, "希望大家|号召|团结奋斗|谱写|再创|更大贡献|奋勇前进|新台阶！"),
    _sign("closing", 0.9, "作出.{0,6}贡献", "美好明天|更加紧密地团结"),
    _sign("none", 1.6, "人民法院|诉讼|仲裁|当事人|申请人|债权人|发包方|承包方|承租方|出租方|受让方"),
    _sign("none", 1.6, "本法|本条例|本办法|本规定|前款|下列情形|之日起|[0-9一二三五十]+日内|个月内"),
    _sign("none", 1.6, "选举日|候选人|委托人|选举权|自荐人|设立人|成员资格|监事|理事会?(?![长]?同志)|章程"),
    _sign("none", 1.2, "依法(?:承担|追究|给予|享有|办理登记)|构成犯罪|刑事责任|行政处分|营业执照|法人资格"),
    _sign(
        "none",
        1.0,
        "有(?:下列|.{2,12})权利|可以(?:依法|自愿|用|提出|申请|自己|请求|向)|不予受理|予以(?:登记|撤销)",
    ),
    _sign("none", 0.9, "第[一二三四五六七八九十百]+条\\s"),
    _sign("none", 1.2, "(?:参加|出席)(?:了)?(?:会议|大会|座谈会|活动)", "听取了.{2,60}汇报"),
    _sign("none", 0.7, "他们|她[的说们]|村里的?|来到|走进|这里"),
    _sign("none", 1.2, "记者|镜头|大家表示|村民们|告诉|(?:开心|高兴|笑着|激动)地?说"),
)

#: Problems that are named to be solved are part of a measure.
_SOLVED = re.compile(
    "(?:解决|查找|整改|纠正|纠治|整治|防止|克服|针对|聚焦|紧盯|查摆|剖析|反对|避免)[^。；！？]{0,40}?"
    "(?:问题|不足|短板|差距|薄弱|弱化|偏差|困难|违规|违反|不[一-龥]{1,2})"
)

_IN_HEADING = (
    _sign("opening", 1.5, "前言|引言|开场"),
    _sign("achievement", 1.8, "成绩|成效|成就|回顾|进展|肯定|亮点|工作情况|总结"),
    _sign(
        "problem",
        1.8,
        "(?:存在|突出|主要|面临|不少|哪些)的?.{0,6}问题|问题(?:和|与|、)(?:不足|困难|挑战|短板|差距)",
        "(?:困难|不足|差距|矛盾)(?:和|与|、)问题|不足|短板|差距|困难|不容忽视|揭短|短要揭",
    ),
    _sign("significance", 1.8, "意义|重要性|必要性|紧迫|充分认识|深刻认识|提高认识|统一思想|深刻领会"),
    _sign("measure", 1.5, "任务|措施|举措|对策|下一步|工作安排|重点工作|几点(?:要求|意见|建议)"),
    _sign("measure", 0.7, f"要再|抓住重点|{_ACT}"),
    _sign("closing", 1.5, "结语|结束语"),
)

_ADDRESS = re.compile(r"(?:同志们|各位代表|各位委员|各位同志)[，：！]")


def role(text: str, headings: Sequence[str], index: int, count: int, kind: Kind = "body") -> RoleJudgement:
    """The role of one passage.

    Args:
        text: the passage.
        headings: its heading path, outermost first.
        index: its place among the passages of the speech, from 0; `count` is how many there are.
        kind: salutations, bylines, tables and notes have no role.
    """
    if kind != "body":
        return RoleJudgement(None, ())
    # 同志们，… at the very end speaks for the whole speech, not for the last heading.
    over = () if index == count - 1 and _ADDRESS.match(text) else headings
    found = [*_in_text(text), *_in_headings(over), *_in_place(text, index, count)]
    owners: tuple[_Owner, ...] = (*ROLES, "none")
    sums = {name: sum(weight for owner, weight, _ in found if owner == name) for name in owners}
    best = max(owners, key=lambda name: sums[name])
    if best == "none" or sums[best] < ENOUGH:
        return RoleJudgement(None, ())
    return RoleJudgement(best, tuple(evidence for owner, _, evidence in found if owner == best))


def _in_text(text: str) -> Iterator[_Found]:
    solved = [at.span() for at in _SOLVED.finditer(text)]
    for sign in _IN_TEXT:
        found = (at for at in sign.form.finditer(text) if sign.role != "problem" or not _inside(at, solved))
        for number, at in enumerate(found):
            if number < MOST:
                yield sign.role, sign.weight, Evidence(at[0], at.start(), at.end(), "cue")


def _inside(at: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at.start() and at.end() <= end for start, end in spans)


def _in_headings(headings: Sequence[str]) -> Iterator[_Found]:
    """Signs in the heading path; the innermost heading weighs most."""
    for distance, heading in enumerate(reversed(headings), 1):
        for sign in _IN_HEADING:
            at = sign.form.search(heading)
            if at:
                evidence = Evidence(at[0], at.start(), at.end(), "cue", "heading", heading)
                yield sign.role, sign.weight / distance, evidence


def _in_place(text: str, index: int, count: int) -> Iterator[_Found]:
    """The first passage opens and the last closes, when the speech is long enough to have both."""
    if count < SHORTEST:
        return
    place = Evidence("", 0, 0, "position")
    if index == 0:
        yield "opening", 3.0, place
    if index == count - 1:
        yield "closing", 2.5 if _ADDRESS.match(text) else 1.5, place
