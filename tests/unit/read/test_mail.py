"""What is read from messages and from pages saved as one."""

from __future__ import annotations

import base64
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

PROSE = "The ministry denied on Tuesday that it had held talks with the union, a spokesman said."


def message(**headers: str) -> EmailMessage:
    """Return a message with the usual headers; more are given with ``_`` for ``-``."""
    mail = EmailMessage()
    mail["From"] = "Zoë Brel <zoe@courier.example>"
    mail["To"] = "desk@example.org"
    mail["Subject"] = "Strike – talks denied"
    mail["Date"] = "Tue, 04 Mar 2025 08:15:00 +0200"
    mail["Message-ID"] = "<1@courier.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    return mail


def test_mail_gives_its_text_and_headers(read_bytes: Callable[..., Any]) -> None:
    """Subject, sender and date are the document's, decoded, each with its header as evidence."""
    mail = message()
    mail.set_content(PROSE + "\n")
    document = read_bytes(mail.as_bytes(), "a.eml").document
    assert document.text.strip() == PROSE
    assert (document.title, document.author) == ("Strike – talks denied", "Zoë Brel")
    assert (document.published_at, document.published_precision) == ("2025-03-04T08:15:00+02:00", "second")
    assert document.evidence["author"] == "From header"
    assert document.outlet is None


def test_mail_takes_plain_text_before_html(read_bytes: Callable[..., Any]) -> None:
    """Where both say the same the plain text is taken."""
    mail = message()
    mail.set_content(PROSE)
    mail.add_alternative(f"<html><body><p>{PROSE}</p><img src=x></body></html>", subtype="html")
    assert read_bytes(mail.as_bytes()).document.text.strip() == PROSE


def test_mail_reads_a_newsletter(read_bytes: Callable[..., Any]) -> None:
    """A plain part that only points to a browser gives way to the HTML; the list's name is the outlet."""
    mail = message(List_Id='"The Harbour Letter" <harbour.letters.example>')
    mail.set_content("View this email in your browser.")
    mail.add_alternative(
        f"<table><tr><td><h1>News</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></td></tr></table>",
        subtype="html",
    )
    document = read_bytes(mail.as_bytes()).document
    assert document.text.count(PROSE) == 3
    assert "browser" not in document.text
    assert document.outlet == "The Harbour Letter"


def test_mail_reads_attachments_as_members(read_bytes: Callable[..., Any]) -> None:
    """Attachments of kinds that are read become documents of their own; the others are counted."""
    mail = message()
    mail.set_content(PROSE)
    mail.add_attachment(PROSE.replace("Tuesday", "Friday"), filename="note.txt")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(99), maintype="image", subtype="png", filename="map.png")
    outcome = read_bytes(mail.as_bytes())
    assert [document.record for document in outcome.documents] == [None, "attachment 1: note.txt"]
    assert "Friday" in outcome.documents[1].text
    assert len({document.id for document in outcome.documents}) == 2
    assert outcome.codes == ["attachments-left-out"]
    assert "map.png" in outcome.issues[0].message


def test_mail_reads_a_forwarded_message(read_bytes: Callable[..., Any]) -> None:
    """A message inside a message is a document of its own, with its own sender."""
    inner = message()
    inner.set_content(PROSE)
    outer = EmailMessage()
    outer["From"] = "b@example.org"
    outer["Subject"] = "Fwd"
    outer["Message-ID"] = "<2@b>"
    outer.set_content("See the message below, please.")
    outer.add_attachment(inner)
    assert [document.author for document in read_bytes(outer.as_bytes()).documents] == [
        "b@example.org",
        "Zoë Brel",
    ]


def test_mail_reads_raw_eight_bit_headers(read_bytes: Callable[..., Any]) -> None:
    """Headers with bytes that no standard allows are shown as UTF-8."""
    data = "From: Zoë <z@a.example>\nSubject: Grève à Velland\n\nThe minister said no.".encode()
    document = read_bytes(data).document
    assert (document.author, document.title) == ("Zoë", "Grève à Velland")


def test_mhtml_gives_the_page_at_its_address(read_bytes: Callable[..., Any]) -> None:
    """A saved page is read as the page, at the address it was saved from; the day it was saved is no date."""
    article = f"<article><h1>Strike</h1><p>{PROSE}</p><p>{PROSE}</p></article>"
    page = f"<html><head><title>Strike</title></head><body>{article}</body></html>"
    body = base64.encodebytes(page.encode()).decode()
    data = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://courier.example/a\nSubject: Strike\n"
        "Date: Tue, 4 Mar 2025 08:15:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
        "--b\nContent-Type: image/png\nContent-Location: https://courier.example/x.png\n\nx\n"
        "--b\nContent-Type: text/html\nContent-Transfer-Encoding: base64\nContent-Location: https://courier.example/a\n\n"
        f"{body}\n--b--\n"
    )
    document = read_bytes(data.replace("\n", "\r\n").encode(), "a.mht").document
    assert (document.format, document.url, document.title) == ("mhtml", "https://courier.example/a", "Strike")
    assert document.evidence["url"] == "Content-Location header"
    assert document.published_at is None
    assert document.id == document.blob
    assert PROSE in document.text
