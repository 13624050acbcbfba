"""The record store: the one door to what people read and judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
from sqlalchemy import select

from sayso.records import Document, Issue, Network, Span, Tie
from sayso.store import claims, coordination, documents, findings, log, posts, runs, search, summary
from sayso.store.claims import ClaimFilter, ClaimRow, Found, Sort
from sayso.store.coordination import Search, Searched, TiedAccount
from sayso.store.database import Database
from sayso.store.documents import Added
from sayso.store.findings import Findings
from sayso.store.log import Entry
from sayso.store.migrations import PSEUDONYM_KEY
from sayso.store.posts import PostFolder, PostPart, Written
from sayso.store.rows import Custody, StoredDocument
from sayso.store.runs import Run
from sayso.store.schema import issues, meta
from sayso.store.search import Hit
from sayso.store.summary import Summary


class Store:
    """Read and write one case's rows. Every writing method is one transaction: all of it is stored, or nothing."""

    def __init__(self, database: Database, posts_folder: Path) -> None:
        self.database = database
        self.post_folder = PostFolder(posts_folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.database.close()

    # Documents

    def add_documents(
        self,
        batch: Sequence[Document],
        *,
        custody: Sequence[Custody] = (),
        issues: Sequence[Issue] = (),
        finished: Sequence[str] = (),
        read_again: Sequence[str] = (),
        reader: str = "",
        new_posts: Sequence[pa.RecordBatch] = (),
    ) -> Added:
        """Store one batch with its custody rows and issues, and log it.

        A document whose id is there already is not stored again, and keeps the path it first came by. ``finished``
        are blobs that the reader of version ``reader`` has now read to their end (see `blobs_read`). What was wrong
        with the files at ``read_again`` is forgotten first. ``new_posts`` are batches of the schema `POSTS`; a post
        whose platform and id are there already is dropped.
        """
        if new_posts:
            with self.database.read() as connection:  # before the write lock: others need not wait for it
                self.post_folder.load(connection)
        with self.database.write() as connection:
            written = self.post_folder.write(connection, new_posts) if new_posts else Written()
            return documents.add(
                connection,
                batch,
                custody_of=custody,
                found_issues=issues,
                finished=finished,
                read_again=read_again,
                reader=reader,
                written=written,
            )

    def add_issues(self, found: Sequence[Issue], *, run_id: str) -> None:
        """Store issues of a run that come without findings, such as that of a document whose reading crashed."""
        with self.database.write() as connection:
            documents.add_issues(connection, found, run_id=run_id)

    def blobs_read(self, reader: str) -> frozenset[str]:
        """Return the blobs that this version of the reader has read to their end."""
        with self.database.read() as connection:
            return documents.read_by(connection, reader)

    def documents(self) -> Iterator[StoredDocument]:
        """Yield all documents in flat memory, by path, those of one path in the order they came."""
        return documents.in_order(self.database)

    def document(self, document_id: str) -> StoredDocument | None:
        """Return one document, or None."""
        with self.database.read() as connection:
            return documents.get(connection, document_id)

    # Posts

    def posts(self, *, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield all posts in the order they came, in batches of the schema `POSTS`; memory is that of one batch.

        With ``columns`` a batch has these alone. Raise `StoreError` when a part is missing or damaged.
        """
        for part in self.post_parts():
            yield from self.post_folder.read(part, columns=columns)

    def post_parts(self) -> list[PostPart]:
        """Return the Parquet files that hold the posts, in the order of the posts; see `post_paths`."""
        with self.database.read() as connection:
            return posts.every_part(connection)

    def post_paths(self) -> list[Path]:
        """Return where the parts lie: what a query over all posts reads."""
        return [self.post_folder.path(part) for part in self.post_parts()]

    def link_posts(self, folder: Path) -> Path:
        """Fill the new folder ``folder`` with the parts that count, as a `SetEngine` reads a table; return it.

        The folder ``posts`` itself may hold what a killed program left.
        """
        self.post_folder.link(self.post_parts(), folder)
        return folder

    def count_posts(self) -> int:
        """Return how many posts there are."""
        with self.database.read() as connection:
            return posts.count(connection)

    def count_accounts(self) -> int:
        """Return how many accounts wrote the posts: a scan over two columns of all of them."""
        return posts.count_accounts(self.post_paths())

    def pseudonym_key(self) -> bytes:
        """Return the secret that the pseudonyms of this case are made with; it belongs in no export."""
        return bytes.fromhex(self.meta()[PSEUDONYM_KEY])

    # Stages

    def pending(self, stage: str, fingerprint: str) -> Iterator[StoredDocument]:
        """Yield the documents that ``stage`` has not done with ``fingerprint``; findings may be written meanwhile."""
        return documents.pending(self.database, stage, fingerprint)

    def count_pending(self, stage: str, fingerprint: str) -> int:
        """Return how many documents `pending` would yield."""
        with self.database.read() as connection:
            return documents.count_pending(connection, stage, fingerprint)

    def write_findings(
        self, stage: str, results: Sequence[Findings], *, run_id: str, fingerprint: str
    ) -> None:
        """Replace what ``stage`` found in these documents, and mark them done with ``fingerprint``.

        Findings outside their document are left out, with an issue. Raise `StoreError` for an unknown document.
        """
        with self.database.write() as connection:
            findings.write(connection, stage, results, run_id=run_id, fingerprint=fingerprint)

    def start_run(
        self,
        run_id: str,
        *,
        stage: str,
        version: str,
        parameters: Mapping[str, object],
        model_sha256: str | None,
    ) -> None:
        """Note that a run began. ``run_id`` is its fingerprint: a run that was killed and resumed is one Run."""
        with self.database.write() as connection:
            runs.start(
                connection,
                run_id,
                stage=stage,
                version=version,
                parameters=parameters,
                model_sha256=model_sha256,
            )

    def end_run(self, run_id: str) -> None:
        """Note that a run came to its end."""
        with self.database.write() as connection:
            runs.end(connection, run_id)

    def is_open_run(self, run_id: str) -> bool:
        """Tell whether a run began and has not come to its end: it goes on elsewhere, or was killed."""
        with self.database.read() as connection:
            return runs.is_open(connection, run_id)

    def runs(self) -> Iterator[Run]:
        """Yield all runs with their counts, by stage and id."""
        with self.database.read() as connection:
            yield from runs.every(connection)

    # Ties

    def write_coordination(
        self,
        run_id: str,
        *,
        searched: Searched,
        ties: Iterable[Tie],
        networks: Sequence[Network],
        accounts: Iterable[TiedAccount],
    ) -> None:
        """Put the ties and networks of a run in the place of those that are there, and end the run."""
        with self.database.write() as connection:
            coordination.replace_all(
                connection,
                run_id=run_id,
                searched=searched,
                found_ties=ties,
                found_networks=networks,
                accounts=accounts,
            )
            runs.end(connection, run_id)

    def search_of_ties(self) -> Search | None:
        """Return what the ties and networks in the store were found with, or None where nobody looked for any."""
        with self.database.read() as connection:
            return coordination.latest(connection)

    def networks(self) -> Iterator[Network]:
        """Yield the networks, the largest first."""
        with self.database.read() as connection:
            yield from coordination.every_network(connection)

    def network(self, prefix: str) -> Network:
        """Return the network whose id begins with ``prefix``; raise `UsageError` unless there is exactly one."""
        with self.database.read() as connection:
            return coordination.find_network(connection, prefix)

    def ties(
        self, *, network: str | None = None, account: str | None = None, strongest: bool = False
    ) -> Iterator[Tie]:
        """Yield the ties, of one network or account where it is given, by their accounts or the ``strongest`` first."""
        return coordination.listing(self.database, network=network, account=account, strongest=strongest)

    def tied_accounts(self, *, network: str | None = None) -> Iterator[TiedAccount]:
        """Yield the accounts that have ties, by their ids."""
        return coordination.every_account(self.database, network=network)

    # Reading

    def claims(
        self, wanted: ClaimFilter | None = None, *, sort: Sort = "document", limit: int | None = None
    ) -> Iterator[ClaimRow]:
        """Yield attributions that pass ``wanted`` in flat memory; without it all, in the order of the documents."""
        return claims.listing(self.database, wanted or ClaimFilter(), sort=sort, limit=limit)

    def count_claims(self, wanted: ClaimFilter | None = None) -> int:
        """Return how many attributions pass ``wanted``."""
        with self.database.read() as connection:
            return claims.count(connection, wanted or ClaimFilter())

    def claims_by_run(self) -> dict[str, int]:
        """Return how many attributions each run found: the same counts are the same attributions."""
        with self.database.read() as connection:
            return claims.by_run(connection)

    def claim(self, attribution_id: str) -> ClaimRow | None:
        """Return one attribution, or None."""
        with self.database.read() as connection:
            return claims.get(connection, attribution_id)

    def sentences(self) -> Iterator[tuple[str, Span]]:
        """Yield (document id, span) of every sentence, in the order of the documents."""
        return claims.all_sentences(self.database)

    def find(self, prefix: str) -> Found:
        """Return what the id that begins with ``prefix`` names; raise `UsageError` unless there is exactly one."""
        with self.database.read() as connection:
            return claims.find(connection, prefix)

    def search(self, query: str, *, limit: int = 20) -> list[Hit]:
        """Return the best documents that hold every word and "phrase" of ``query``."""
        with self.database.read() as connection:
            return search.find(connection, query, limit=limit)

    def issues(self) -> Iterator[Issue]:
        """Yield all issues by stage, path, document and code."""
        order = (issues.c.stage, issues.c.path, issues.c.document_id, issues.c.code, issues.c.id)
        query = select(issues).order_by(*(column.asc().nulls_first() for column in order))
        with self.database.read() as connection:
            for row in connection.execution_options(yield_per=claims.PAGE_ROWS).execute(query):
                values = row._asdict()
                yield Issue(**{name: values[name] for name in Issue.__dataclass_fields__})

    def summary(self) -> Summary:
        """Count what the case holds."""
        with self.database.read() as connection:
            return summary.summarise(connection)

    # The record of the case itself

    def meta(self) -> dict[str, str]:
        """Return what is noted of the case: its id, schema version, time and version it was made with."""
        with self.database.read() as connection:
            return {row.key: row.value for row in connection.execute(select(meta))}

    def note(self, action: str, subject: str, detail: Mapping[str, object]) -> None:
        """Append an entry to the log."""
        with self.database.write() as connection:
            log.append(connection, action, subject, detail)

    def log(self) -> Iterator[Entry]:
        """Yield the log from its beginning."""
        with self.database.read() as connection:
            yield from log.entries(connection)
