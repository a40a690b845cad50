"""What was made lately is kept, and never more than there is room for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from kb.recent import Recent


def test_what_is_kept_is_not_made_again() -> None:
    made: list[str] = []
    recent = Recent[str, str](10, len)

    def get(key: str) -> str:
        return recent.get(key, lambda: made.append(key) or key * 4)

    assert [get(key) for key in "甲乙甲丙甲乙"] == [key * 4 for key in "甲乙甲丙甲乙"]
    assert made == ["甲", "乙", "丙", "乙"]
    recent.clear()
    assert len(recent) == 0
    assert get("甲") == "甲甲甲甲"
    assert made[-1] == "甲"


def test_the_newest_stays_however_large() -> None:
    recent = Recent[str, str](3, len)
    assert recent.get("大", lambda: "很大很大很大") == recent.get("大", lambda: "不再做")
    recent.get("小", lambda: "小")
    assert recent.get("大", lambda: "再做") == "再做"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_never_more_than_there_is_room_for(asked: list[tuple[int, int]]) -> None:
    recent = Recent[int, int](12, lambda size: size)
    for key, size in asked:
        recent.get(key, lambda size=size: size)
        kept = list(recent._kept.values())
        assert sum(kept) == recent._filled
        assert sum(kept) <= 12 or len(kept) == 1


def test_threads_may_share_one() -> None:
    recent = Recent[int, int](5, lambda made: 1)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: recent.get(n % 9, lambda: n % 9), range(3000)))
    assert found == [n % 9 for n in range(3000)]
    assert len(recent) == recent._filled == 5
