"""Texts as the coordination-network-toolkit compares them: whole ones made alike, and sets of words."""

from __future__ import annotations

import pyarrow as pa
import regex

from sayso.stages import POSTS

_KEPT = ("platform", "id", "account_id", "created_epoch")

# What the toolkit takes for handles: from an @ to the next white space.
_HANDLE = regex.compile(r"@\S*")
# The toolkit's tokens end at the word boundaries of Unicode (UAX 29), which Python's own re does not know.
_WORD_END = regex.compile(r"\b\p{Word_Break=WSegSpace}*'?", flags=regex.WORD | regex.UNICODE | regex.V1)


class ToolkitTexts:
    """Give for each post that is no repost its text as co_tweet compares it, and its words as co_similar_tweet does."""

    reads = pa.schema([*(POSTS.field(name) for name in _KEPT), POSTS.field("text"), POSTS.field("repost_of")])
    writes = pa.schema(
        [*(POSTS.field(name) for name in _KEPT), ("whole", pa.string()), ("words", pa.string())]
    )

    def open(self) -> None:
        """Do nothing: there is nothing to load."""

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return a row for each post with a time that is no repost."""
        rows = [
            row for row in batch.to_pylist() if row["repost_of"] is None and row["created_epoch"] is not None
        ]
        made = [
            {name: row[name] for name in _KEPT} | {"whole": whole(row["text"]), "words": words(row["text"])}
            for row in rows
        ]
        return pa.RecordBatch.from_pylist(made, schema=self.writes)


def whole(text: str) -> str:
    """Return ``text`` in lower case, without handles, white space made alike."""
    return " ".join(_HANDLE.sub("", text.lower()).split())


def words(text: str) -> str:
    """Return the different words of ``text`` in their order, separated by spaces."""
    tokens = _WORD_END.split(_HANDLE.sub("", text.lower()))
    return " ".join(sorted({part for token in tokens for part in token.split()}))
