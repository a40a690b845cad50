"""The control words of RTF that a reader of manuscripts must know, by what they do to text.

Source: Rich Text Format Specification 1.9.1 (Microsoft 2008), control word list.
"""

from __future__ import annotations

#: Words that are a character.
PRINTED = {
    "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "~": "\u00a0", "_": "-", "emdash": "—", "endash": "–",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
#: Words that end a paragraph.
ENDS = frozenset({"par", "\n", "\r", "page", "sect", "column"})
#: Destinations whose text is no part of the document.
SILENT = frozenset((
    "colortbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "filetbl", "header", "headerl",
    "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep",
    "aftnsepc", "aftncn", "fldinst", "xe", "tc", "txe", "rxe", "annotation", "atnid", "atnauthor", "atnref",
    "atndate", "atnicn", "atntime", "atnparent", "atrfstart", "atrfend", "bkmkstart", "bkmkend", "nonshppict",
    "shprslt", "sp", "objdata", "objclass", "objname", "datafield", "formfield", "ffdeftext", "themedata",
    "colorschememapping", "datastore", "latentstyles", "generator", "pntxta", "pntxtb", "pnseclvl",
    "nesttableprops", "template", "author", "operator", "company", "category", "keywords", "comment",
    "doccomm", "subject", "hlinkbase", "manager", "revtim", "printim", "buptim", "pgptbl", "xmlnstbl",
    "wgrffmtfilter", "password", "userprops", "mmathPr", "listpicture", "falt", "panose", "background",
    "fchars", "lchars", "leveltext", "levelnumbers",
))  # fmt: skip
#: Destinations that are only written with `\*` and yet hold text.
SHOWN = frozenset({"shpinst", "shptxt", "dptxbxtext", "footnote", "nonesttables", "ud", "shppict", "do"})
#: Destinations that hold what a manuscript cannot, by the Chinese name of it.
DROPPED = {"pict": "图片", "objdata": "嵌入对象", "mmath": "公式"}
