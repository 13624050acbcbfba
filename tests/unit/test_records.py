"""Records: frozen, comparable, and with ids that are the same on every machine."""

from __future__ import annotations

import dataclasses
import pickle
from typing import get_args

import pytest

from sayso import records
from sayso.records import Attribution, Document, Issue, Span, attribution_id, digest


def attribution(**changes: object) -> Attribution:
    """Return an attribution, ``changes`` made to it."""
    plain = Attribution(
        source=(Span(0, 5),),
        cue=(Span(6, 10),),
        content=(Span(11, 20),),
        sourcing="unknown",
        force="state",
        quotation="indirect",
        stance="asserts",
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def document() -> Document:
    """Return a document with evidence."""
    return Document(
        id="a", blob="a", path="a.txt", text="A.", format="text", evidence={"title": "first line"}
    )


def test_digest_is_pinned() -> None:
    """An id never changes from one version to the next: this is what sha256sum says of the JSON."""
    assert digest("document", 1, ["é", None], {"b": 2, "a": 1.5}) == (
        "b57b4839eb8349105cde2b38106fb26c2194a13c51479f64aef993ee3f54114d"
    )


def test_digest_tells_parts_apart() -> None:
    """Parts that join to the same text have different ids."""
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest(["ab", "c"])}) == 4


def test_digest_ignores_order_of_keys() -> None:
    """Two mappings with the same items have the same id."""
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_digest_takes_lone_surrogates() -> None:
    """A file name that is no UTF-8 has an id too."""
    assert digest("\udcff") != digest("\udcfe")


@pytest.mark.parametrize("part", [{"a", "b"}, object(), b"bytes"])
def test_digest_refuses_what_has_no_stable_text(part: object) -> None:
    """The text of a set or an object differs from run to run: no id is made of it."""
    with pytest.raises(TypeError):
        digest(part)


def test_digest_refuses_nan() -> None:
    """A value that is not equal to itself is no part of an id."""
    with pytest.raises(ValueError, match="JSON"):
        digest(float("nan"))


def test_attribution_id_depends_on_spans_alone() -> None:
    """What is judged about an attribution may change; its id stays, so that a person's judgement finds it again."""
    judged = attribution(force="deny", score=0.9, hedges=(Span(1, 2),), chain=("x",), parent=3)
    assert attribution_id("d", judged) == attribution_id("d", attribution())


@pytest.mark.parametrize("role", ["source", "cue", "content"])
def test_attribution_id_sees_each_role(role: str) -> None:
    """Another span in any role is another attribution."""
    other = attribution(**{role: (Span(1, 2),)})
    assert attribution_id("d", other) != attribution_id("d", attribution())


def test_attribution_id_sees_document() -> None:
    """The same spans in another document are another attribution."""
    assert attribution_id("d", attribution()) != attribution_id("e", attribution())


def test_attribution_id_tells_roles_apart() -> None:
    """A span moved from source to cue makes another attribution."""
    one = attribution(source=(Span(0, 5),), cue=())
    two = attribution(source=(), cue=(Span(0, 5),))
    assert attribution_id("d", one) != attribution_id("d", two)


@pytest.mark.parametrize(
    "record", [document(), attribution(), Issue(stage="read", code="empty", message="m")]
)
def test_record_is_hashable_and_pickles(record: object) -> None:
    """A record can be a member of a set and come from a worker."""
    assert pickle.loads(pickle.dumps(record)) == record
    assert len({record, record}) == 1


def test_record_is_frozen() -> None:
    """A record's fields cannot be set."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        document().text = "B."  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (records.SOURCINGS, records.Sourcing),
        (records.FORCES, records.Force),
        (records.QUOTATIONS, records.Quotation),
        (records.STANCES, records.Stance),
        (records.KINDS, records.Kind),
        (records.PRECISIONS, records.Precision),
    ],
)
def test_vocabulary_lists_every_value(values: tuple[str, ...], type_: object) -> None:
    """The tuple that code iterates over has the values of the type, each once, in kebab case."""
    assert values == get_args(type_)
    assert len(set(values)) == len(values)
    assert all(value == value.lower() and "_" not in value and " " not in value for value in values)
