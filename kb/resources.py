"""Where the files that ship with the program are: `data/` of a checkout, `kb/data/` when installed."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str = "") -> Path:
    """The path of a shipped file or folder, such as `themes.toml` or `samples`.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    for root in (here / "data", here.parent / "data"):
        if (root / "themes.toml").is_file():
            return root / name
    raise FileNotFoundError("安装不完整：找不到随程序附带的 data/ 文件夹，请重新安装 yanku")
