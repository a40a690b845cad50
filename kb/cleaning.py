"""What the cleaning rules are called, for whoever shows removed lines. The rules themselves are the indexer's."""

from __future__ import annotations

from collections.abc import Mapping

#: Rule name to the label users see; `person` is no rule but somebody's decision.
RULE_LABELS: Mapping[str, str] = {
    "page-number": "页码",
    "disclaimer": "声明",
    "promotion": "推广",
    "membership": "群与会员",
    "address": "网址",
    "web-tools": "网页工具",
    "source": "来源",
    "editor": "编辑",
    "running-head": "页眉页脚",
    "newspaper": "报刊版次",
    "repeated": "各篇重复的行",
    "among-adverts": "广告旁的行",
    "person": "由人移出",
}


def rule_label(rule: str) -> str:
    """The label of a rule; a rule of a newer version is shown by its name."""
    return RULE_LABELS.get(rule, rule)
