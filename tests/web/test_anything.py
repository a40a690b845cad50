"""Whatever stands in an address, a person gets a page."""

from __future__ import annotations

from urllib.parse import quote, quote_from_bytes

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

texts = st.text(max_size=200)
odd = st.sampled_from(
    ["\x00", "“", '"', "((((", "-", "|", "标题:", "年份:99999..1", "主题:", "用途:x", "×", "－－", "OR ", "*"]
)
nasty = st.lists(odd | st.text(max_size=8), max_size=20).map("".join)


def spelled(text: str) -> str:
    """Percent-encoded, lone surrogates as the bytes a broken program sends."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["q", "theme", "role", "year", "speech", "kind", "page"]), texts | nasty),
        max_size=5,
    ),
    st.sampled_from(["/search", "/", "/search.json"]),
)
def test_any_question_gives_a_result_page(
    client: FlaskClient, pairs: list[tuple[str, str]], path: str
) -> None:
    address = path + "?" + "&".join(f"{name}={spelled(value)}" for name, value in pairs)
    answer = client.get(address)
    assert answer.status_code == 200, address


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts)
def test_any_words_beside_a_speech_give_the_speech(client: FlaskClient, q: str, at: str) -> None:
    assert client.get(f"/speech/2023-jiti?q={spelled(q)}&at={spelled(at)}").status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=40))
def test_any_other_speech_or_place_is_politely_not_there(client: FlaskClient, name: str) -> None:
    wanted = quote(name.encode("utf-8", "replace"), safe="")
    for address in (f"/speech/{wanted}", f"/speech/2023-jiti/{wanted}.txt", f"/speech/{wanted}/original"):
        with client.get(address) as answer:
            assert answer.status_code in (200, 308, 404), address
