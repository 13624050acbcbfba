"""What is read from a Markdown file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sayso.read.markdown import read_front_matter, render

FRONT = """---
title: "Ministry: no talks"
authors:
  - Ana Brel
  - Jon Ost
date: 2025-03-04T08:15:00+02:00
outlet: The Courier
url: https://courier.example/a
tags: [port, strike]
nested:
  deep: x
---

"""


def test_markdown_gives_the_text_without_marks() -> None:
    """What a reader of the rendered page sees comes out, links by their words."""
    text = render(
        "# Head\n\nHe *said* [it](http://a) `x` &amp; **left**.\nNext\n\n- one\n- two\n\n> “quoted”\n\n![a map](m.png)"
    )
    assert text == "Head\n\nHe said it x & left.\nNext\n\none\n\ntwo\n\n“quoted”\n\na map\n"


def test_markdown_keeps_tables_and_code() -> None:
    """Cells are told apart by tabs, rows by lines; code stays as it is."""
    assert render("|A|B|\n|-|-|\n|1|2|\n\n```\ncode  x\n```\n") == "A\tB\t\n1\t2\t\ncode  x\n"


def test_markdown_leaves_out_html_tags() -> None:
    """Tags are marks too, and comments are not shown."""
    assert (
        render("a <b>bold</b> word<br>next\n\n<div>\nblock <!-- no -->\n</div>")
        == "a bold word\nnext\n\nblock\n"
    )


def test_markdown_reads_front_matter(read_bytes: Callable[..., Any]) -> None:
    """Simple fields of the front matter are the document's, with their place as evidence."""
    document = read_bytes((FRONT + "# Other head\n\nThe ministry denied it on Tuesday.\n").encode()).document
    assert (document.title, document.author, document.outlet) == (
        "Ministry: no talks",
        "Ana Brel, Jon Ost",
        "The Courier",
    )
    assert (document.published_at, document.url) == ("2025-03-04T08:15:00+02:00", "https://courier.example/a")
    assert document.evidence["title"] == "front matter: title"
    assert document.text.startswith("Other head")


def test_markdown_takes_its_first_heading_for_a_title(read_bytes: Callable[..., Any]) -> None:
    """Without front matter the first heading is the title."""
    document = read_bytes(b"# Ministry denies talks\n\nIt *denied* it on Tuesday.\n", "a.md").document
    assert document.title == "Ministry denies talks"


def test_front_matter_runs_nothing() -> None:
    """Tags and anchors of YAML are plain words here."""
    assert read_front_matter("title: !!python/object:os.system x\nauthor: *a") == {
        "title": "!!python/object:os.system x",
        "author": "*a",
    }
