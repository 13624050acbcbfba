"""What is marked as no part of an article, and what is not."""

from __future__ import annotations

import pytest

from sayso.read.boilerplate import find_boilerplate

ARTICLE = [
    "The ministry denied on Tuesday that it had held talks with the union, a spokesman said.",
    "Union leaders accused the government of lying and called for a meeting on Friday.",
    "  • The report stated that such attacks are the beginning of a new phase of the conflict.",
    "  • A short bullet without an end",
]


def marked(text: str) -> list[tuple[str, str]]:
    """Return the reason and the words of each stretch."""
    return [(item.reason, text[item.span.start : item.span.end]) for item in find_boilerplate(text)]


def test_boilerplate_marks_a_comment_form_to_the_end() -> None:
    """From the author box on, everything is marked; the bullets above it are not."""
    lines = [
        "+ posts",
        "Leave a Reply",
        "Your email address will not be published.",
        "Latest from Us",
        "Bridge opens",
    ]
    tail = "\n\n".join(lines)
    text = "\n\n".join(ARTICLE) + "\n" + tail
    found = find_boilerplate(text)
    assert found[0].span.start == text.index("+ posts")
    assert found[-1].span.end == len(text)
    unread = " ".join(text[item.span.start : item.span.end] for item in found)
    assert unread.split() == tail.split()


def test_boilerplate_marks_what_readers_commented() -> None:
    """Comments are prose too: after the article they are marked with their heading."""
    text = "\n".join(
        [*ARTICLE[:3], "2 Comments", "Anna says:", "This minister has lied to us all along, I tell you."]
    )
    assert marked(text) == [("comments", text[text.index("2 Comments") :])]


def test_boilerplate_keeps_prose_after_a_link_to_the_comments() -> None:
    """A link to the comments at the top does not cut off the article."""
    text = "\n".join(["3 Comments", *ARTICLE])
    assert marked(text) == [("comments", "3 Comments")]


def test_boilerplate_keeps_the_article_around_a_list_of_links() -> None:
    """Related stories between paragraphs are marked with their bullets only."""
    text = "\n".join(
        [ARTICLE[0], "Related stories", "• Bridge opens", "• Minister resigns", "A heading", ARTICLE[1]]
    )
    assert marked(text) == [("related", "Related stories\n• Bridge opens\n• Minister resigns")]


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("comment-form", "Name *"),
        ("comment-form", "Save my name, email, and website in this browser for the next time I comment."),
        ("comment-form", "This site uses Akismet to reduce spam. Learn how your comment data is processed."),
        ("comments", "Your email address will not be published. Required fields are marked *"),
        ("comments", "Post Comment"),
        ("related", "Latest from Politics"),
        ("related", "You may also like"),
        ("related", "Most Read"),
        ("share-bar", "Share this:"),
        ("share-bar", "Facebook Twitter WhatsApp"),
        ("share-bar", "Share on Facebook"),
        ("share-bar", "Click to share on Twitter (Opens in new window)"),
        ("newsletter", "Sign up for our daily newsletter"),
        ("newsletter", "Enter your email address"),
        ("newsletter", "Get the latest news delivered to your inbox"),
        ("cookie-notice", "We use cookies to improve your experience on our website."),
        ("copyright", "© 2025 The Courier. All rights reserved."),
        ("copyright", "Copyright 2025 The Courier"),
        ("follow-us", "Follow us on Twitter"),
        ("follow-us", "Follow Jane Doe on Twitter @jane."),
        ("photo-credit", "Photo: Reuters"),
        ("photo-credit", "(Photo by Jane Doe/Getty Images)"),
        ("advertisement", "ADVERTISEMENT"),
        ("advertisement", "Story continues below advertisement"),
        ("navigation", "Read more"),
        ("navigation", "Read more: Ministry denies talks"),
        ("navigation", "Tags: port, strike"),
        ("navigation", "Skip to main content"),
    ],
)
def test_boilerplate_marks_a_line_of_known_form(reason: str, line: str) -> None:
    """A whole line of a known form is marked with its reason, wherever it stands."""
    assert marked(f"{ARTICLE[0]}\n\n{line}\n\n{ARTICLE[1]}") == [(reason, line)]


@pytest.mark.parametrize(
    "line",
    [
        "“We use cookies,” the company's spokesman told the court on Tuesday.",
        "The group said on Twitter that its email had been hacked.",
        "He told followers to share the video and to comment on it.",
        "Leave a reply, she told him, or the talks are off.",
        "Readers were asked to follow the story on Facebook, he said.",
        "More from the ministry was expected on Friday, officials said. Nobody came.",
        "The photo: a child in the rubble of the market, he said.",
        "Related attacks killed nine.",
        "Advertisement spending fell, the report says.",
        "Copyright law was changed, the minister said.",
        "FACEBOOK SAYS IT REMOVED 40 ACCOUNTS",
        "Mail bomb kills officer",
        "Share prices fall",
        "Top stories of the war, told by those who lived them.",
        "By Jane Doe",
        "X",
    ],
)
def test_boilerplate_leaves_sentences_alone(line: str) -> None:
    """A sentence or headline that holds the same words is read."""
    assert marked(f"{ARTICLE[0]}\n\n{line}\n\n{ARTICLE[1]}") == []


def test_boilerplate_is_fast_on_one_long_line() -> None:
    """A line of two million characters is not tried against the rules."""
    assert marked("share " * 350_000) == []
