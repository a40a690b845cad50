"""The seven classes of questions, in a form that every contestant can put into its own language."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from kb.engine import Entry
from kb.fold import BARRIER, fold

LONG = "长语句"


@dataclass(frozen=True, slots=True)
class Question:
    """Strings that must all stand in a passage, exactly so, and a theme it must have, if any."""

    literals: tuple[str, ...]
    theme: str = ""


_ASKED = {
    "常用词": "发展 工作 建设 经济 干部 问题 服务 管理 企业 群众",
    "少用词": "空壳村 枫桥经验 四议两公开 减负 述职 撂荒 河长制 村规民约 红黄牌 包保",
    "两个词": "责任+落实 干部+培训 作风+问题 集体+收入 党建+引领 产业+融合 安全+隐患 群众+满意 改革+创新 监督+执纪",
    "四字串": "压实责任 形式主义 乡村振兴 教育培训 集体经济 经济发展 依法治国 营商环境 督促检查 基层治理",
    "词加主题": "考核@responsibility 培训@cadre-education 收入@collective-economy 检查@work-style 振兴@rural "
    "发展@industry 建设@party 群众@people 管理@safety 保护@ecology",
    "一个字": "责 村 风 考 税 粮 的 林 债 渔",
}


def questions(entries: Sequence[Entry], count: int = 10) -> dict[str, list[Question]]:
    """Up to `count` questions of each class; long ones are cut out of the passages wherever it falls."""
    asked = {name: [_question(q) for q in line.split()[:count]] for name, line in _ASKED.items()}
    return asked | {LONG: [Question((text,)) for text in _cut(entries, count)]}


def _question(written: str) -> Question:
    words, _, theme = written.partition("@")
    return Question(tuple(words.split("+")), theme)


def _cut(entries: Sequence[Entry], count: int) -> list[str]:
    rng = random.Random(20240315)
    found: list[str] = []
    while len(found) < count:
        text = fold(rng.choice(entries[:10_000]).text)
        start = rng.randrange(max(1, len(text) - 14))
        piece = text[start : start + rng.randint(8, 14)]
        if len(piece) >= 8 and BARRIER not in piece:
            found.append(piece)
    return found
