"""What stands behind the colon of a field: 标题: 主题: 用途: 来源: 年份:, also in English."""

from __future__ import annotations

import re

from kb.fold import fold_literal
from kb.model import ROLES
from kb.query_tree import InSource, InTitle, RoleIs, ThemeIs, Tree, YearIn

FIELDS = {
    "标题": "title", "title": "title",
    "主题": "theme", "theme": "theme",
    "用途": "role", "role": "role",
    "来源": "source", "source": "source",
    "年份": "year", "年": "year", "year": "year",
}  # fmt: skip
#: The name of a field and its colon.
FIELD = re.compile(rf"({'|'.join(sorted(FIELDS, key=len, reverse=True))})[:：]", re.IGNORECASE)
_ROLES: dict[str, str] = {name: role for role, name in ROLES.items()}
_YEARS = re.compile(r"(\d{4})?\s*(?:\.\.+|-|－|—+|–|~|～|至|到)\s*(\d{4})?|(\d{4})")


def field_is(name: str, value: str) -> Tree | None:
    """The filter of a field and its value as typed; None when the value is not one of this field.

    Args:
        name: one of the keys of `FIELDS`, in any case.
    """
    folded = fold_literal(value)
    if not folded:
        return None
    match FIELDS[name.lower()]:
        case "title":
            return InTitle(folded)
        case "source":
            return InSource(folded)
        case "theme":
            return ThemeIs(value)
        case "role":
            role = role_id(value)
            return RoleIs(role) if role else None
        case _:
            return years(value)


def role_id(name: str) -> str | None:
    """The id of a role from its Chinese or English name; None when there is no such role."""
    role = _ROLES.get(name, name.lower())
    return role if role in _ROLES.values() else None


def years(value: str) -> YearIn | None:
    """A year or a range such as `2019`, `2019..2021`, `2019-2021`, `2019..`; None when it is neither."""
    found = _YEARS.fullmatch(value.rstrip("年"))
    if not found or not any(found.groups()):
        return None
    if found[3]:
        return YearIn(int(found[3]), int(found[3]))
    first, last = int(found[1] or 0), int(found[2] or 9999)
    return YearIn(min(first, last), max(first, last))
