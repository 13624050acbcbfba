"""The case and its record store."""

from sayso.store.case import Case, create_case, is_case, open_case
from sayso.store.claims import ClaimFilter, ClaimRow, Found, StoredAttribution
from sayso.store.coordination import Search, Searched, TiedAccount
from sayso.store.documents import Added
from sayso.store.evidence import Evidence
from sayso.store.finding import Finding
from sayso.store.findings import Findings, findings_of
from sayso.store.posts import PostPart, count_posts, iter_posts
from sayso.store.rows import Custody, StoredDocument, text_at
from sayso.store.runs import Run
from sayso.store.search import Hit
from sayso.store.store import Store
from sayso.store.summary import Summary
from sayso.store.verify import verify

__all__ = [
    "Added",
    "Case",
    "ClaimFilter",
    "ClaimRow",
    "Custody",
    "Evidence",
    "Finding",
    "Findings",
    "Found",
    "Hit",
    "PostPart",
    "Run",
    "Search",
    "Searched",
    "Store",
    "StoredAttribution",
    "StoredDocument",
    "Summary",
    "TiedAccount",
    "count_posts",
    "create_case",
    "findings_of",
    "is_case",
    "iter_posts",
    "open_case",
    "text_at",
    "verify",
]
