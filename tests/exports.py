"""The small exports of posts in the form of real ones that tests of readers share."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "unit" / "read" / "posts" / "exports"
_CHATS = ("chats", "left_chats")


def export_rows(name: str) -> list[dict[str, object]]:
    """Return the rows of the export ``name``; messages of Telegram with the keys of their chat."""
    path = FOLDER / name
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [dict(row) for row in csv.DictReader(file)]
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    whole = json.loads(text)
    chats = [chat for key in _CHATS for chat in whole.get(key, {}).get("list", [])] or [whole]
    return [message | _chat(chat) for chat in chats for message in chat["messages"]]


def _chat(chat: Mapping[str, object]) -> dict[str, object]:
    return {"_chat_id": chat["id"], "_chat_name": chat.get("name"), "_chat_type": chat["type"]}
