"""Words that stand in any question and say nothing of what it is about, and texts without what is said in passing.

Nothing here decides what a question finds as it was typed: only what it is taken apart into, and what of that orders
what comes closest.
"""

from __future__ import annotations

import re

#: Single characters that stand between words and ask for nothing.
BETWEEN = frozenset(
    "的了和与及之在是有要把对让被给用以为也都就还又很太吗呢啊里上中下作出做去来得着过从到将等这那其只仅才已再便而或于由"
)
#: What denies belongs to the word behind it.
DENYING = frozenset("不没无未")
_EMPTY = """
    多 少 更 最 好 大 小 些 点 个 种 起 会 能 想 叫 使 当 别 并 事 谁 我 你 他 人 们 式 型 类 提 搞 写 篇
    太多 很多 好多 许多 不少 多少 比较 有点 有些 一些 一点 非常 特别 真的 越来越 总是 老是 经常 常常 一直 互相 相互
    愿意 不愿意 不愿 不肯 应该 应当 需要 必须 可以 能够 可能 不能 不会 不让 觉得 感到 认为 知道 变得 受不了 没有 不是 还是 就是 都是
    只是 但是 而且 因为 所以 如果 起来 下去 下来 出来 出去 上去 过来 出了 有了 大家 我们 他们 你们 自己 别人 人家
    关于 有关 一篇 现在 目前 当前 时候 东西 事情 事儿 情况 一个 这个 那个 这些 那些 这样 那样
"""
#: Words that need not be near: degree and manner, will and duty, who speaks, the time being, things in general.
EMPTY = frozenset(_EMPTY.split())

#: Said in passing inside an expression: 办事太难 is 办事难, 听群众的意见 is 听群众意见.
_PASSING = str.maketrans("", "", "的了很太都也总")
_TWICE = re.compile(r"(.)\1+")
#: What is shorter when it is bare may be anything.
_SHORTEST = 3


def bare(text: str) -> str:
    """A folded text without what is said in passing, doubled characters once; empty when too little is left."""
    left = _TWICE.sub(r"\1", text.translate(_PASSING))
    return left if len(left) >= _SHORTEST else ""


def bones(text: str) -> list[int]:
    """The places of the characters that are left of a folded text when it is bare, however few."""
    left: list[int] = []
    for at, char in enumerate(text):
        if ord(char) not in _PASSING and not (left and text[left[-1]] == char):
            left.append(at)
    return left
