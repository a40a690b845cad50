"""A question survives the way into an address and back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kb.asked import Asked
from kb.engine import DEFAULT_KINDS, ENTRY_KINDS
from kb.model import ROLES
from kb.resources import shipped
from kb.themes import load
from web.asked import query, read

TAXONOMY = load(Path(shipped("themes.toml")))

years = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(lambda span: (min(span), max(span)))
asked = st.builds(
    Asked,
    q=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    themes=st.lists(st.sampled_from(list(TAXONOMY.by_id)), unique=True, max_size=3).map(tuple),
    roles=st.lists(st.sampled_from(list(ROLES)), unique=True, max_size=3).map(tuple),
    years=st.none() | years,
    speech=st.sampled_from(["", "2023-jiti", "甲 乙&丙"]),
    kinds=st.just(DEFAULT_KINDS) | st.sets(st.sampled_from(ENTRY_KINDS), min_size=1).map(frozenset),
    page=st.integers(1, 1000),
    unused=st.booleans(),
)


@given(asked)
def test_read_undoes_query(question: Asked) -> None:
    args = MultiDict(parse_qsl(query(question), keep_blank_values=True))
    assert read(args, TAXONOMY).asked == question
    assert read(args, TAXONOMY).notices == ()


def test_names_are_as_good_as_ids() -> None:
    args = MultiDict([("theme", "责任落实"), ("role", "问题"), ("year", "2019-2021")])
    found = read(args, TAXONOMY).asked
    assert (found.themes, found.roles, found.years) == (("responsibility",), ("problem",), (2019, 2021))
