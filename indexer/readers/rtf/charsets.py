"""The bytes of a run of RTF text → characters.

A font says its character set, the file its code page; both are often wrong in Chinese files, where a
Latin font carries GBK. So Latin is believed only where it makes better sense than GBK.
"""

from __future__ import annotations

import codecs

from indexer.readers import plausible

#: `\\fcharset` → codec. 0 and 1 (and none) mean the code page of the file.
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
#: The character set whose letters are pictures.
SYMBOL = 2
_LATIN = "cp1252"
_CHINESE = "gb18030"


def code_page(number: int | None) -> str:
    """The codec of `\\ansicpg`; Windows' Latin one for what Python does not know."""
    if number in (936, 54936):
        return _CHINESE
    try:
        return codecs.lookup("utf-8" if number == 65001 else f"cp{number}").name
    except LookupError:
        return _LATIN


def characters(data: bytes, charset: int | None, page: str) -> str:
    """The text of a run.

    Args:
        data: its bytes, those of all escapes together, since a Chinese character has two.
        charset: what its font says, None when it says nothing.
        page: the codec of the file's code page.
    """
    if data.isascii():
        return data.decode("ascii")
    named = _CHARSETS.get(charset if charset is not None else 0)
    for codec in dict.fromkeys((named or page, page, _CHINESE, _LATIN)):
        text = _decoded(data, codec)
        if text is None:
            continue
        better = _decoded(data, _CHINESE) if codec == _LATIN else None
        return better if better is not None and plausible.score(better) > plausible.score(text) else text
    return data.decode("latin-1")


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
