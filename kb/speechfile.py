"""A speech as one Markdown file: front matter, headings, passages with attribute lines.

The file is the truth of the library and must stay readable without this program. The law:
`parse(render(speech)) == speech`. The format is described in docs/file-format.md.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import yaml

from kb.errors import BrokenSpeech
from kb.escape import escape, unescape
from kb.model import KINDS, Decision, Heading, Kind, Node, Original, Passage, Removed, Speech, Unplaced

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Flow(dict[str, object]):
    """A mapping written on one line."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """YAML as in the documented format: front matter in lines, its inner mappings on one line each."""


_Dumper.add_representer(
    _Flow, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, flow_style=True)
)

_HEADING = re.compile(r"(#{1,6}) +(.*)")
#: At the end of a heading line; what is written in any other way there is a part of the heading.
_DECIDED = re.compile(r'(?P<text>.*?) +\{: *themes="(?P<themes>[^"{}]*)" *\} *')
_ATTRIBUTES = re.compile(r"\{:(.*)\}")
_ATTRIBUTE = re.compile(r'#(?P<id>[^\s}]+)|\.(?P<kind>[^\s}]+)|(?P<key>[\w-]+)="(?P<value>[^"]*)"')
_ID = re.compile(r"#(?P<id>[^\s}]+)")
_DECISION = re.compile(r"([+-])(\S+)")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
#: Originals are found by this, so it must never be a path.
_SHA256 = re.compile(r"[0-9a-f]{8,64}")
_TEXT_FIELDS = ("occasion", "speaker", "place", "level", "imported", "vanished")
_KNOWN = {"id", "title", "date", "original", "also", "removed", "kept", "unplaced", "found", *_TEXT_FIELDS}


def render(speech: Speech) -> str:
    """The text of the file, ending in a line break."""
    head = yaml.dump(
        _front_matter(speech),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=2**30,
    )
    blocks = "\n".join(_block(node) for node in speech.body)
    return f"---\n{head}---\n{blocks}"


def _front_matter(speech: Speech) -> dict[str, object]:
    front: dict[str, object] = {"id": speech.id, "title": speech.title}
    if speech.date:
        front["date"] = _yaml_date(speech.date)
    front |= {name: value for name in _TEXT_FIELDS if (value := getattr(speech, name))}
    if speech.original:
        front["original"] = _file(speech.original)
    if speech.also:
        front["also"] = [_file(original) for original in speech.also]
    if speech.found:
        front["found"] = _Flow(speech.found)
    if speech.removed:
        front["removed"] = [_Flow(line=r.line, text=r.text, rule=r.rule) for r in speech.removed]
    if speech.kept:
        front["kept"] = list(speech.kept)
    if speech.unplaced:
        front["unplaced"] = [_Flow(text=u.text, themes=_signed(u.decisions)) for u in speech.unplaced]
    return front | dict(speech.extra)


def _file(original: Original) -> _Flow:
    fields = {"sha256": original.sha256, "name": original.name, "path": original.path}
    return _Flow({name: value for name, value in fields.items() if value})


def _signed(decisions: tuple[Decision, ...]) -> str:
    return " ".join(f"{'+' if d.yes else '-'}{d.theme}" for d in decisions)


def _decisions(signed: str) -> tuple[Decision, ...]:
    return tuple(Decision(theme, sign == "+") for sign, theme in _DECISION.findall(signed))


def _yaml_date(date: str) -> object:
    """A year as a number and a day as a date, so that YAML writes them without quotes."""
    if len(date) == 4:
        return int(date)
    return datetime.date.fromisoformat(date) if _is_day(date) else date


def _is_day(date: str) -> bool:
    try:
        return len(date) == 10 and bool(datetime.date.fromisoformat(date))
    except ValueError:
        return False


def _block(node: Node) -> str:
    if isinstance(node, Heading):
        decided = f' {{: themes="{_signed(node.decisions)}" }}' if node.decisions else ""
        return f"{'#' * (node.level + 1)} {escape(node.text)}{decided}\n"
    attributes = [f"#{node.id}"]
    if node.kind != "body":
        attributes.append(f".{node.kind}")
    if node.decisions:
        attributes.append(f'themes="{_signed(node.decisions)}"')
    return f"{escape(node.text)}\n{{: {' '.join(attributes)} }}\n"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where we are, for errors."""

    file: str

    def broken(self, line: int, what: str, remedy: str) -> BrokenSpeech:
        return BrokenSpeech(what, file=self.file, place=f"第 {line} 行", remedy=remedy)


def parse(text: str, file: str = "") -> Speech:
    """Read a speech file.

    Args:
        text: the whole file; any line ends.
        file: its name, for error messages.

    Raises:
        BrokenSpeech: what is wrong, in which line.
    """
    reader = _Reader(file)
    front, body, first_line = _split(text.removeprefix("\ufeff"), reader)
    nodes = tuple(_nodes(body, first_line, reader))
    try:
        return Speech(
            id=str(front["id"]),
            title=str(front["title"]),
            body=nodes,
            date=_checked_date(str(front.get("date", "")), reader),
            original=_original(front.get("original")),
            also=tuple(_each_original(front.get("also", []))),
            kept=tuple(str(line) for line in cast("list[str]", front.get("kept", []))),
            unplaced=tuple(_unplaced(front.get("unplaced", []))),
            removed=tuple(_removed(front.get("removed", []))),
            found=dict(cast("Mapping[str, str]", front.get("found", {}))),
            extra={k: v for k, v in front.items() if k not in _KNOWN},
            **{name: str(front.get(name, "")) for name in _TEXT_FIELDS},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as e:
        raise reader.broken(1, f"文件头缺少或写错了一项：{e}", "对照 docs/file-format.md 改正文件头") from e


def parse_front_matter(text: str, file: str = "") -> dict[str, object]:
    """Only the front matter: all values are strings, lists and mappings of strings."""
    return _split(text.removeprefix("\ufeff"), _Reader(file))[0]


def _split(text: str, reader: _Reader) -> tuple[dict[str, object], str, int]:
    text = text.replace("\r\n", "\n")
    end = text.find("\n---\n", 3)
    if not text.startswith("---\n") or end < 0:
        raise reader.broken(1, "没有以 --- 开头和结尾的文件头", "讲话文件须以 YAML 文件头开始")
    try:
        front = yaml.load(text[4 : end + 1], Loader=_Loader)
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise reader.broken(line, "文件头不是合格的 YAML", "检查缩进、冒号和引号") from e
    if not isinstance(front, dict):
        raise reader.broken(2, "文件头不是“名称: 值”的形式", "检查文件头")
    return front, text[end + 5 :], text.count("\n", 0, end + 5) + 1


def _checked_date(date: str, reader: _Reader) -> str:
    if date and not _DATE.fullmatch(date):
        raise reader.broken(1, f"日期 {date!r} 不合格式", "写成 2019、2019-03 或 2019-03-15")
    return date


def _original(value: object) -> Original | None:
    if not value:
        return None
    fields = cast("Mapping[str, str]", value)
    if not _SHA256.fullmatch(fields["sha256"]):
        raise ValueError(f"sha256 {fields['sha256']!r}")
    return Original(sha256=fields["sha256"], name=fields["name"], path=fields.get("path", ""))


def _each_original(value: object) -> Iterator[Original]:
    for fields in cast("list[object]", value):
        original = _original(fields)
        if original:
            yield original


def _unplaced(value: object) -> Iterator[Unplaced]:
    for fields in cast("list[Mapping[str, str]]", value):
        yield Unplaced(text=fields["text"], decisions=_decisions(fields["themes"]))


def _removed(value: object) -> Iterator[Removed]:
    for fields in cast("list[Mapping[str, str]]", value):
        yield Removed(line=int(fields["line"]), text=fields["text"], rule=fields["rule"])


def _nodes(body: str, first_line: int, reader: _Reader) -> Iterator[Node]:
    blocks = list(_blocks(body, first_line))
    named = {m["id"] for _, lines in blocks if (m := _named(lines[-1]))}
    taken: set[str] = set()
    for line, lines in blocks:
        heading = _HEADING.fullmatch(lines[0])
        if heading:
            yield _heading(line, len(heading[1]) - 1, heading[2], reader)
            continue
        node = _passage(line, lines, taken, named, reader)
        taken.add(node.id)
        yield node


def _heading(line: int, level: int, source: str, reader: _Reader) -> Heading:
    decided = _DECIDED.fullmatch(source)
    text, decisions = (decided["text"], _decisions(decided["themes"])) if decided else (source, ())
    if decisions and level == 0:
        what, remedy = "标题行（#）不能定主题", "删去这一行末尾的 {: … }；小标题（## 起）可以定"
        raise reader.broken(line, what, remedy)
    try:
        return Heading(level, unescape(text.strip()), decisions)
    except ValueError as e:
        raise reader.broken(line, "小标题里没有字", "写上小标题，或删去这一行") from e


def _named(line: str) -> re.Match[str] | None:
    """The id that an attribute line gives."""
    stripped = line.strip()
    attributes = _ATTRIBUTES.fullmatch(stripped) if stripped.startswith("{") else None
    return _ID.search(attributes[1]) if attributes else None


def _blocks(body: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines with the number of their first: a blank line, a heading or an attribute line ends one."""
    run: list[str] = []
    for number, line in enumerate([*body.split("\n"), ""], first_line):
        stripped = line.strip()
        heading = line.startswith("#") and _HEADING.fullmatch(line)
        if run and (heading or not stripped):
            yield number - len(run), run
            run = []
        if heading:
            yield number, [line]
        elif stripped:
            run.append(line)
            if stripped.startswith("{") and _ATTRIBUTES.fullmatch(stripped):
                yield number - len(run) + 1, run
                run = []


def _passage(line: int, lines: list[str], taken: set[str], named: set[str], reader: _Reader) -> Passage:
    attributes = _ATTRIBUTES.fullmatch(lines[-1].strip())
    texts = lines[:-1] if attributes else lines
    if not texts:
        raise reader.broken(line, "有属性行，却没有段落", "删去这一行，或把段落写在它上面一行")
    id_, kind, decisions, odd = _attributes(attributes[1] if attributes else "")
    if odd:
        what, remedy = f"属性行里有看不懂的内容：{odd}", '属性行形如 {: #p12 themes="+work-style" }'
        raise reader.broken(line, what, remedy)
    id_ = id_ or _free_id(taken | named)
    if id_ in taken:
        raise reader.broken(line, f"段号 {id_} 出现了两次", "把其中一个改成没有用过的段号")
    text = _unfolded([unescape(t.strip()) for t in texts])
    try:
        return Passage(id_, text, kind, decisions)
    except ValueError as e:
        raise reader.broken(line, f"这一段不合格式：{e}", "段号写成 p12 或 p12.1") from e


def _unfolded(lines: list[str]) -> str:
    """Lines made one; between two Latin words the line end was a space."""
    text = lines[0]
    for line in lines[1:]:
        latin = text[-1:].isascii() and line[:1].isascii() and text[-1:].isalnum() and line[:1].isalnum()
        text += f" {line}" if latin else line
    return text


def _free_id(taken: set[str]) -> str:
    highest = max((int(t.partition(".")[0][1:]) for t in taken), default=0)
    return f"p{highest + 1}"


@lru_cache(maxsize=4096)
def _attributes(source: str) -> tuple[str, Kind, tuple[Decision, ...], str]:
    """The id, the kind and the decisions, and what is none of these. Most lines stand in every file: `#p1`."""
    id_, kind = "", "body"
    decisions: tuple[Decision, ...] = ()
    for found in _ATTRIBUTE.finditer(source):
        if found["id"]:
            id_ = found["id"]
        elif found["kind"] in KINDS:
            kind = found["kind"]
        elif found["key"] == "themes":
            decisions = _decisions(found["value"])
    rest = _ATTRIBUTE.sub("", source).strip()
    unknown = [m[0] for m in _ATTRIBUTE.finditer(source) if not _known(m)]
    return id_, cast("Kind", kind), decisions, rest or "".join(unknown[:1])


def _known(attribute: re.Match[str]) -> bool:
    return bool(attribute["id"]) or attribute["kind"] in KINDS or attribute["key"] == "themes"
