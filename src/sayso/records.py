"""The vocabulary as frozen records.

Spans are half-open ``[start, end)`` in Unicode code points of ``Document.text``: never bytes, never UTF-16.
Times are ISO 8601 strings with an offset. ``None`` means not known; nothing here is a guess.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Sourcing = Literal[
    "named-person",
    "named-organisation",
    "titled",
    "collective",
    "anonymous",
    "document",
    "outlet",
    "own-voice",
    "unknown",
]
Force = Literal[
    "state",
    "claim",
    "deny",
    "accuse",
    "demand",
    "warn",
    "promise",
    "admit",
    "condemn",
    "ask",
    "believe",
    "other",
]
Quotation = Literal["direct", "mixed", "indirect"]
Stance = Literal["asserts", "denies", "questions", "reports"]
Kind = Literal["article", "report", "transcript"]
Precision = Literal["day", "minute", "second"]

SOURCINGS: tuple[str, ...] = get_args(Sourcing)
FORCES: tuple[str, ...] = get_args(Force)
QUOTATIONS: tuple[str, ...] = get_args(Quotation)
STANCES: tuple[str, ...] = get_args(Stance)
KINDS: tuple[str, ...] = get_args(Kind)
PRECISIONS: tuple[str, ...] = get_args(Precision)


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of ``Document.text``, in code points."""

    start: int
    end: int


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A stretch of a document that is kept but not read, and why (``comment-form``, ``share-bar``, ...)."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article, report or transcript as a reader found it; its text never changes after it was read.

    ``id`` is the SHA-256 of the raw bytes (of the member for an archive, of the record for a row of a bulk file);
    ``blob`` the SHA-256 of the file that holds them, ``record`` the line or member inside it.
    ``evidence`` says for each of title, author, outlet, published_at, language and url where it came from.
    """

    id: str
    blob: str
    path: str
    text: str
    format: str
    record: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published_at: str | None = None
    published_precision: Precision | None = None
    language: str | None = None
    kind: Kind = "article"
    unread: tuple[Unread, ...] = ()
    evidence: dict[str, str] = field(default_factory=dict, hash=False)


class SharedObject(NamedTuple):
    """One thing that a post shares: its ``kind`` (``url``, ``hashtag``, ``media``, ``object``, ...) and its value."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One social-media message as its platform's export gives it; unique by ``(platform, id)``.

    Ids are strings, never numbers: those of several platforms are larger than a float holds. ``created_epoch`` is in
    whole seconds since 1970, UTC; ``created_at`` the same moment in ISO 8601 with an offset. ``account_name`` is the
    handle. ``links`` are addresses as written or as the export expanded them, ``mentions`` handles without ``@``,
    ``hashtags`` words without ``#`` in the order of the text, ``media`` hashes or ids of pictures, sound and video.
    ``repost_of``, ``reply_to`` and ``quote_of`` are ids of posts on the same platform, ``thread`` the id of the first
    post of the conversation. ``objects`` are things the table itself names as shared, of the kind it says or
    ``object``. ``blob`` and ``record`` lead to the raw row: the SHA-256 of the file in the evidence folder, the line
    or index in it.
    """

    platform: str
    id: str
    account_id: str
    blob: str
    path: str
    record: str
    format: str
    account_name: str | None = None
    created_at: str | None = None
    created_epoch: int | None = None
    text: str = ""
    url: str | None = None
    language: str | None = None
    links: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    objects: tuple[SharedObject, ...] = ()
    repost_of: str | None = None
    reply_to: str | None = None
    quote_of: str | None = None
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What could not be handled: where, by which stage, why, and what the user can do."""

    stage: str
    code: str
    message: str
    remedy: str = ""
    document_id: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """An attribution relation (Pareti 2012): source, cue and content spans, and what they mean.

    ``chain`` lists source texts from the outlet inwards. ``score`` is in [0, 1].
    ``parent`` is the index, in the document's list, of the attribution this one is nested in.
    ``mention`` is the fullest mention in the document of whom the source stands for (``he``: ``transport minister
    Leyla Kaya``), the first one where several are equally full; the source itself where nothing is fuller; ``None``
    where there is no source, or a pronoun that could be tied to nobody.
    """

    source: Spans
    cue: Spans
    content: Spans
    sourcing: Sourcing
    force: Force
    quotation: Quotation
    stance: Stance
    mention: Span | None = None
    hedges: Spans = ()
    chain: tuple[str, ...] = ()
    parent: int | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two accounts (``platform:id``, ``a`` before ``b``) that share the same things more often than chance explains.

    ``kind`` is the trace that shows it best, ``weight`` how many of its objects both shared within
    ``window_seconds`` of each other, where ``expected`` are expected by chance. ``n_objects`` and ``n_shares`` count,
    over all traces, the objects both shared within the widest window and the pairs of shares; ``mean_delay_seconds``
    is theirs.
    ``p_value`` is that of the stronger evidence, corrected for the number of windows, traces and reaches, ``q_value``
    its level among all pairs of accounts (Benjamini and Hochberg 1995); for ``found`` = ``inside`` among the pairs of
    its network, for ``group`` that of its group as a whole. ``excess_*`` and ``synchrony_*`` are the two evidences: of
    ``n_common`` objects both shared at whatever time, ``n_near`` within ``near_seconds``, where ``expected_near``
    would be.
    """

    a: str
    b: str
    kind: str
    weight: int
    n_objects: int
    n_shares: int
    window_seconds: int
    expected: float
    p_value: float
    q_value: float
    found: Literal["excess", "synchrony", "both", "inside", "group"]
    excess_p: float
    excess_q: float
    synchrony_p: float
    synchrony_q: float
    n_common: int
    n_near: int
    expected_near: float
    near_seconds: int
    mean_delay_seconds: float
    first_at: str
    last_at: str
    in_words: str
    network_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedThing:
    """One thing that accounts of a network share: its trace and value, how many of them, how often."""

    kind: str
    value: str
    n_accounts: int
    n_shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What a network passes on of one claim: ``n_posts`` of the ``n_posts_all`` posts of the case that carry it.

    ``how`` says by which way they were matched: ``text`` (the post says it), ``link`` (the post links to the document).
    """

    attribution_id: str
    text: str
    how: str
    n_posts: int
    n_posts_all: int
    n_accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark for the person who judges a network: ``code`` for programs, ``text`` in words with its numbers."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A community of ties. ``accounts`` are ``platform:id``, sorted; ``q_value`` is that of the group.

    ``window_seconds`` is the window that shows most of its ties. ``explanations`` are plain reasons for acting together
    that the data show (a feed of one site, fans of one account): for a person to weigh. ``hints`` name techniques of
    the DISARM framework that the pattern is consistent with; neither is a verdict.
    """

    id: str
    accounts: tuple[str, ...]
    n_ties: int
    q_value: float
    window_seconds: int
    first_at: str
    last_at: str
    objects: tuple[SharedThing, ...]
    narratives: tuple[Push, ...]
    explanations: tuple[Note, ...]
    hints: tuple[Note, ...]
    in_words: str


def attribution_id(document_id: str, attribution: Attribution) -> str:
    """Return the stable id of an attribution: it depends on the document and the spans, on nothing else."""
    spans = [attribution.source, attribution.cue, attribution.content]
    return digest("attribution", document_id, spans)[:20]


def network_id(accounts: tuple[str, ...]) -> str:
    """Return the stable id of a network: it depends on its accounts, sorted, on nothing else."""
    return digest("network", list(accounts))[:20]


def digest(*parts: object) -> str:
    """Return the SHA-256 (hex) of the canonical JSON of ``parts``; the one way sayso derives an id.

    Raise `TypeError` or `ValueError` for what JSON has no form for: the text of a set or of an object would differ
    from run to run, and with it the id.
    """
    text = json.dumps(parts, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
