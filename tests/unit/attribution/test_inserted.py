"""Who says it, put between commas into what is said: the subject before the comma is part of what is said."""

from __future__ import annotations

import pytest

from sayso.attribution import Attributor, Passage, load_attributor


@pytest.fixture(scope="module", params=["rules", "trained"])
def attributor(request: pytest.FixtureRequest) -> Attributor:
    """Load each attributor once."""
    return load_attributor(request.param)


def read(attributor: Attributor, text: str) -> list[tuple[str, ...]]:
    """Return source and content of each attribution of ``text``."""
    return [
        tuple(" ... ".join(text[s.start : s.end] for s in spans) for spans in (one.source, one.content))
        for one in attributor.read(Passage(text=text)).attributions
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Pakistan, officials emphasize, has consistently supported Afghan independence.",
            "officials",
            "Pakistan ... has consistently supported Afghan independence",
        ),
        (
            "The minister, two aides said on Monday, knew of the plan for weeks.",
            "two aides",
            "The minister ... knew of the plan for weeks",
        ),
        (
            "The minister, according to two aides, knew of the plan for weeks.",
            "two aides",
            "The minister ... knew of the plan for weeks",
        ),
        (
            "Israel, the ministry said in a statement, would respond to any attack.",
            "the ministry",
            "Israel ... would respond to any attack",
        ),
        (
            "The vaccine, a spokesperson told the BBC, will be free.",
            "a spokesperson",
            "The vaccine ... will be free",
        ),
        ("The company, critics charge, hid the report.", "critics", "The company ... hid the report"),
        ("The bridge, engineers said, was never safe.", "engineers", "The bridge ... was never safe"),
        ("He, his lawyer claims, never saw the document.", "his lawyer", "He ... never saw the document"),
    ],
)
def test_subject_before_the_comma_belongs_to_what_is_said(
    attributor: Attributor, text: str, source: str, content: str
) -> None:
    """The content is in two pieces, and the source is who says it, not whom it is about."""
    found = read(attributor, text)
    assert (source, content) in found
    assert all(other == source or said in content for other, said in found)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "The report, which the army denied, was withdrawn. The mayor said that the dam was safe.",
            "The mayor",
            "that the dam was safe",
        ),
        (
            "The commander who, the ministry alleges, ordered the raid was seen in town, a trader told reporters.",
            "a trader",
            "The commander who, the ministry alleges, ordered the raid was seen in town",
        ),
        ("Anna Orlov, a lawyer, said the road was closed.", "Anna Orlov, a lawyer,", "the road was closed"),
    ],
)
def test_what_is_said_of_the_source_stays_with_it(
    attributor: Attributor, text: str, source: str, content: str
) -> None:
    """A clause or a noun between commas behind who speaks is no insertion."""
    found = read(attributor, text)
    assert (source.rstrip(","), content) in [(who.rstrip(","), said) for who, said in found]
