"""The home folder: where a user's own data live, never inside the program."""

from __future__ import annotations

import json
import os
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kb.citation import DEFAULT_STYLE, faults
from kb.engines import CHOICES
from kb.errors import BadConfig, NotFound
from kb.files import write_atomically
from kb.resources import shipped

_CONFIG = """\
# 言库的设置。改好后重新运行 kb serve 生效。
engine = "whoosh"      # 检索引擎
host = "127.0.0.1"     # 只有本机能打开；改成其他地址之前请先想清楚谁能看到你的材料
port = 8642
citation = "《标题》，场合，日期；段号"   # 出处怎么写；可用的词：标题、场合、日期、讲话人、段号
"""

#: A line of a text, up to a comment behind it.
_LINE = r"""^{name}[ \t]*=[ \t]*(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""

_README = """\
这个文件夹是言库的资料库。

originals/  你导入的原件，按内容编号存放，从不改动
speeches/   整理好的讲话，一篇一个 Markdown 文件，可以用任何编辑器打开
drafts/     文稿，同样是 Markdown 文件；.versions 文件夹里是它以前的样子，trash/ 里是删去的
themes.toml 主题表，可以修改
themes-history/ 主题表以前的样子，用 kb themes history 查看、kb themes revert 换回
config.toml 设置
index/      检索索引，随时可以删除，用 kb reindex 重建

备份时把整个文件夹复制走即可（index/ 可以不带）。
"""


@dataclass(frozen=True, slots=True)
class Home:
    """The paths inside a home folder."""

    root: Path

    @property
    def originals(self) -> Path:
        """Received files by hash."""
        return self.root / "originals"

    @property
    def speeches(self) -> Path:
        """Speech files by year."""
        return self.root / "speeches"

    @property
    def drafts(self) -> Path:
        """Drafts, their versions, and the trash."""
        return self.root / "drafts"

    @property
    def index(self) -> Path:
        """Derived; may be deleted at any time."""
        return self.root / "index"

    @property
    def themes(self) -> Path:
        """The user's taxonomy."""
        return self.root / "themes.toml"

    @property
    def theme_history(self) -> Path:
        """Earlier versions of the taxonomy, and the shipped one that it was made from."""
        return self.root / "themes-history"

    @property
    def shipped_themes(self) -> Path:
        """The shipped taxonomy as it was when this home last took it over."""
        return self.theme_history / "shipped.toml"

    @property
    def lexicon(self) -> Path:
        """The user's own word lists, laid over those that ship; need not exist."""
        return self.root / "lexicon"

    @property
    def config(self) -> Path:
        """The user's settings."""
        return self.root / "config.toml"

    @property
    def exists(self) -> bool:
        """Whether this is a home that `create` made."""
        return self.config.is_file()


@dataclass(frozen=True, slots=True)
class Config:
    """What config.toml says."""

    engine: str = "whoosh"
    host: str = "127.0.0.1"
    port: int = 8642
    citation: str = DEFAULT_STYLE


def locate(given: str | None = None) -> Home:
    """The home to use: `given`, else the variable KB_HOME, else `~/yanku`. It need not exist yet."""
    chosen = given or os.environ.get("KB_HOME") or "~/yanku"
    return Home(Path(chosen).expanduser().absolute())


def create(home: Home) -> bool:
    """Make what is missing of a home folder; tell whether it was new. Existing files are left alone."""
    new = not home.exists
    for folder in (home.originals, home.speeches, home.drafts):
        folder.mkdir(parents=True, exist_ok=True)
    if not home.themes.exists():
        home.theme_history.mkdir(exist_ok=True)
        shutil.copyfile(shipped("themes.toml"), home.shipped_themes)
        shutil.copyfile(shipped("themes.toml"), home.themes)
    for path, text in ((home.root / "说明.txt", _README), (home.config, _CONFIG)):
        if not path.exists():
            write_atomically(path, text.encode())
    return new


def outdated(home: Home, ships: Path | None = None) -> bool:
    """Whether the taxonomy that ships differs from the one this home last took over.

    Two small files are compared. See `taxonomy_upgrade` for what is done then.
    """
    base = home.shipped_themes
    return not base.is_file() or base.read_bytes() != (ships or shipped("themes.toml")).read_bytes()


def require(home: Home) -> Home:
    """Raise NotFound with the way out when there is no home here."""
    if not home.exists:
        raise NotFound(
            "这里还没有言库的资料库",
            file=home.root,
            remedy="先运行 kb init，或用 --home 指定资料库所在的文件夹",
        )
    return home


def read_config(home: Home) -> Config:
    """Read config.toml.

    Raises:
        BadConfig: not TOML, an unknown name, or a value of the wrong type.
    """
    try:
        data = tomllib.loads(home.config.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise BadConfig(
            f"设置文件写错了：{e}", file=home.config, remedy="改正，或删去它再运行 kb init"
        ) from e
    for name, value in data.items():
        kind = {"engine": str, "host": str, "port": int, "citation": str}.get(name)
        if kind is None or type(value) is not kind or not _in_range(value):
            raise BadConfig(
                f"不认识的设置：{name} = {value!r}",
                file=home.config,
                remedy="可用的有 engine、host、port、citation",
            )
    if data.get("engine", CHOICES[0]) not in CHOICES:
        usable = " 或 ".join(f'engine = "{name}"' for name in CHOICES)
        raise BadConfig(f"没有叫“{data['engine']}”的检索引擎", file=home.config, remedy=f"写成 {usable}")
    if wrong := faults(data.get("citation", DEFAULT_STYLE)):
        raise BadConfig(wrong[0], file=home.config, remedy=f'写成 citation = "{DEFAULT_STYLE}" 这样')
    return Config(**data)


def choose_engine(home: Home, name: str) -> None:
    """Write the engine into config.toml.

    Args:
        name: one of `CHOICES`.
    """
    _write(home, "engine", name)


def choose_citation(home: Home, style: str) -> None:
    """Write how sources are written into config.toml (see `kb.citation.write`).

    Raises:
        BadConfig: the style cannot be used.
    """
    if wrong := faults(style):
        raise BadConfig(wrong[0], file=home.config, remedy=f"例如：{DEFAULT_STYLE}")
    _write(home, "citation", style)


def _write(home: Home, name: str, value: str) -> None:
    """Set a text in config.toml, leaving everything else there as it is."""
    text = home.config.read_text(encoding="utf-8")
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    changed, found = re.subn(_LINE.format(name=name), lambda _: line, text, count=1, flags=re.MULTILINE)
    write_atomically(home.config, (changed if found else f"{line}\n{text}").encode())


def _in_range(value: object) -> bool:
    """A number in the settings is a port."""
    return not isinstance(value, int) or 0 <= value <= 65535
