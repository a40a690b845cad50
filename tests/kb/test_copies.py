"""Near copies fold; what is merely alike in subject does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.copies import leaders, signature, signatures
from kb.fold import fold

TEXT = "发展村级集体经济，先算三本账：一本资源账，地有多少、水面有多少、房子空着几间；一本合同账，哪些到期、哪些该收没收。"
CHANGED = TEXT.replace("房子空着几间", "闲房有几处").replace("先算三本账", "要先算好三本账")
OTHER = "村级集体经济薄弱，根子在班子。书记不上心，账目几年不清，合同到期没人管，群众背后有怨气，当面不肯说。"


def test_copies_fold_into_the_first() -> None:
    assert leaders([fold(t) for t in (TEXT, OTHER, CHANGED, TEXT)]) == [0, 1, 0, 0]


def test_short_texts_fold_only_when_equal() -> None:
    assert leaders(["同志们", "同志们", "同志们好"]) == [0, 0, 2]


def test_nothing_at_all() -> None:
    assert leaders([]) == []
    assert leaders(["", ""]) == [0, 0]


@given(st.lists(st.text(alphabet="甲乙丙丁", max_size=30), max_size=12))
def test_equal_texts_share_a_leader_and_leaders_lead_themselves(texts: list[str]) -> None:
    found = leaders(texts)
    for number, head in enumerate(found):
        assert found[head] == head <= number
        assert head == found[texts.index(texts[number])]


@given(st.lists(st.text(alphabet="甲乙丙丁戊\n", max_size=40), max_size=8))
def test_signatures_made_together_are_those_made_one_by_one(texts: list[str]) -> None:
    together = signatures(texts)
    assert [row.tolist() for row in together] == [signature(text).tolist() for text in texts]
    assert leaders(texts, together) == leaders(texts)
