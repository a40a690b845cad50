"""The system's clipboard from the command line, through the program each system has for it."""

from __future__ import annotations

import shutil
import subprocess

from kb.errors import KbError

#: Windows, macOS, Wayland, X11: the first that is there. `clip` on Windows reads UTF-16.
_PROGRAMS = (
    (("clip.exe",), "utf-16-le"),
    (("pbcopy",), "utf-8"),
    (("wl-copy",), "utf-8"),
    (("xclip", "-selection", "clipboard"), "utf-8"),
    (("xsel", "--clipboard", "--input"), "utf-8"),
)
#: Those that can be told that a text is HTML.
_RICH = (
    (("wl-copy", "--type", "text/html"), "utf-8"),
    (("xclip", "-selection", "clipboard", "-t", "text/html"), "utf-8"),
)


def put(text: str, rich: bool = False) -> None:
    """Put a text on the clipboard; with `rich` it is HTML, to be pasted as what it shows.

    Raises:
        KbError: this system has no program for it, or it failed.
    """
    # Without its encoding LibreOffice would guess.
    text = f'<meta charset="utf-8">{text}' if rich else text
    for command, encoding in _RICH if rich else _PROGRAMS:
        if shutil.which(command[0]):
            try:
                # Output is not piped: xclip stays behind to serve the clipboard and would keep the pipe open.
                subprocess.run(command, input=text.encode(encoding), check=True, timeout=10,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
            except (subprocess.SubprocessError, OSError) as e:
                raise KbError(
                    f"{command[0]} 没能写入剪贴板：{e}", remedy="改用 kb serve 在浏览器里复制"
                ) from e
            return
    if rich:
        raise KbError(
            "这里放不了排版文字", remedy="Linux 请安装 xclip 或 wl-clipboard；或用 kb serve 在浏览器里复制"
        )
    raise KbError(
        "找不到可用的剪贴板程序", remedy="Linux 请安装 xclip 或 wl-clipboard，或用 kb serve 在浏览器里复制"
    )
