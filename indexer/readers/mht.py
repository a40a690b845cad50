"""A web page saved in one file (.mht), as browsers, Word and WPS write it → the page inside it."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

from indexer.readers import markup
from indexer.readers.document import Document
from indexer.readers.encoding import decode
from kb.errors import UnreadableFile

_HEAD = re.compile(rb"\s*(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){1,40}")


def is_archive(data: bytes) -> bool:
    """Whether a file begins with the head of such an archive."""
    head = _HEAD.match(data[:4096])
    lower = head[0].lower() if head else b""
    return b"mime-version:" in lower and (b"multipart/related" in lower or b"text/html" in lower)


def document(data: bytes) -> Document:
    """Take a saved page apart; of several the longest is the page, the others are frames around it.

    Raises:
        UnreadableFile: it holds no page, or one in no known encoding.
    """
    try:
        pages = [(part, body) for part in message_from_bytes(data).walk() if (body := _html(part))]
    except (MessageError, ValueError, LookupError) as error:
        raise _broken() from error
    if not pages:
        raise _broken()
    part, body = max(pages, key=lambda page: len(page[1]))
    page = markup.page(decode(body, hint=part.get_content_charset() or markup.charset(body)).text)
    return Document(page.blocks, page.title, page.date, page.notices)


def _html(part: Message) -> bytes:
    if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return b""
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _broken() -> UnreadableFile:
    return UnreadableFile(
        "单个文件网页（.mht）已损坏", remedy="请用浏览器或 Word/WPS 打开，另存为 docx 后再导入"
    )
