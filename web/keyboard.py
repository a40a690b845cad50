"""The keys, in one list: the table behind `?` shows those of the page one is on, the help page all of them.

What stands here must be true: `tests/web/test_keyboard.py` holds it against what the scripts and pages answer to.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request


@dataclass(frozen=True, slots=True)
class Key:
    """What to press, as it is written on the keys (`Ctrl+Z` together, several of them one by one), and what it does."""

    keys: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class Group:
    """The keys of one kind of page. `name` is for addresses and tests, `label` for people."""

    name: str
    label: str
    keys: tuple[Key, ...]


_EXCERPT = (
    Key(("C",), "复制这一段"),
    Key(("Shift+C",), "连出处一起复制"),
    Key(("B",), "放进正在写的文稿；选中几个字，就只放这几个字"),
)
_THEMES = Key(("T",), "这一段的主题：为什么有、为什么没有；里面用上下键选，Y X 定")

EVERYWHERE = Group(
    "everywhere",
    "到处都行",
    (
        Key(("/",), "到检索框"),
        Key(("E",), "打开正在写的文稿"),
        Key(("U", "Ctrl+Z"), "撤销刚才做的，再按撤销再前一步"),
        Key(("Esc",), "离开输入框，关掉浮窗和原文"),
        Key(("?",), "这张表"),
    ),
)
RESULTS = Group(
    "results",
    "看结果",
    (
        Key(("J", "K"), "下一段、上一段"),
        *_EXCERPT,
        Key(("↵",), "看原文，再按收起；宽屏上开着文稿时，原文单开一栏"),
        Key(("O",), "打开整篇讲话"),
        Key(("D",), "旁边看文稿，再按收起"),
        Key(("1", "2", "3"), "到结果、原文、文稿；在文稿里 J K 选标题，↵ 定下以后放在哪里"),
        Key(("N", "P"), "下一页、上一页；在原文里是下一处、上一处"),
        Key(("M",), "批量：打勾选中多段；Space 打勾"),
        _THEMES,
        Key(("Y", "X"), "只选了一个主题时：对、不是，接着看下一段"),
    ),
)
LINES = Group(
    "lines",
    "标题、排比、前后词",
    (
        Key(("J", "K"), "下一条、上一条"),
        Key(("C",), "复制这一条"),
        Key(("↵", "O"), "打开它在讲话里的地方"),
        Key(("N", "P"), "下一页、上一页"),
        Key(("D",), "旁边看文稿，再按收起"),
    ),
)
READING = Group(
    "reading",
    "读讲话",
    (
        Key(("J", "K"), "下一段、上一段"),
        *_EXCERPT,
        Key(("N", "P"), "检索到的下一处、上一处"),
        Key(("R",), "回到结果"),
        Key(("D",), "旁边看文稿，再按收起"),
        Key(("1", "3"), "到正文、文稿；在文稿里 J K 选标题，↵ 定下以后放在哪里"),
        _THEMES,
    ),
)
DRAFTS = Group(
    "drafts",
    "各篇文稿",
    (
        Key(("A",), "开一篇"),
        Key(("J", "K"), "下一篇、上一篇"),
        Key(("↵", "O"), "打开"),
    ),
)
DRAFT = Group(
    "draft",
    "写文稿",
    (
        Key(("J", "K"), "到下一块、上一块里去写；正在写的时候先按 Esc"),
        Key(("A",), "加一段或一个标题"),
        Key(("↵",), "在标题里：下面另起一段；在题目里：到正文"),
        Key(("Ctrl+↵",), "在正文里：从这里分成两段；在“加”里：加进来"),
        Key(("Alt+↵",), "在“加”里：作标题"),
        Key(("Alt+↑", "Alt+↓"), "上移、下移；标题连同下面的一起移"),
        Key(("Alt+←", "Alt+→"), "标题升一级、降一级"),
        Key(("Backspace",), "空的一块：删去；在一段开头：接到上一段"),
        Key(("Ctrl+S",), "马上存；平时写了就存"),
        Key(("Ctrl+Y",), "重做"),
        Key(("G",), "按提纲找材料"),
        Key(("Z",), "照搬检测"),
        Key(("H",), "隐去名称"),
        Key(("V",), "版本"),
        Key(("W",), "导出 Word；再按 ↵ 就下载"),
    ),
)
OUTLINE = Group(
    "outline",
    "按提纲找材料",
    (
        Key(("Ctrl+↵",), "写完提纲：找材料；打好勾：放进文稿"),
        Key(("J", "K"), "下一段、上一段"),
        Key(("Space",), "打勾"),
        Key(("R",), "回到文稿"),
    ),
)
BESIDE = Group("beside", "版本、导出、隐去名称、照搬检测", (Key(("R",), "回到文稿"),))
GROUPS = (EVERYWHERE, RESULTS, LINES, READING, DRAFTS, DRAFT, OUTLINE, BESIDE)

_PAGES = {
    "search": RESULTS,
    "titles": LINES,
    "parallel": LINES,
    "kwic": LINES,
    "speech": READING,
    "drafts": DRAFTS,
    "draft": DRAFT,
    **dict.fromkeys(("draft_versions", "draft_export", "draft_masks", "draft_overlap"), BESIDE),
    "draft_outline": OUTLINE,
    "draft_outline_found": OUTLINE,
}


def register(app: Flask) -> None:
    """Give templates the keys of the page that is shown, and all of them."""
    app.jinja_env.globals.update(keys_here=here, keys_all=GROUPS)


def here() -> tuple[Group, ...]:
    """The keys that do something on this page, its own first."""
    own = _PAGES.get(request.endpoint or "")
    return (own, EVERYWHERE) if own else (EVERYWHERE,)
