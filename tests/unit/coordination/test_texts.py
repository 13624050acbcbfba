"""Texts of posts in one form."""

from __future__ import annotations

import pytest

from sayso.coordination.texts import share_text, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t panic! It's FINE…", "dont panic its fine"),
        ("RT @anna: Look at this https://t.co/abc 😀", "look at this"),
        ("@anna.b @boris@mastodon.example see www.example.org/a?b=1, now", "see now"),
        ("#Breaking: #Новости дня", "breaking новости дня"),
        ("ＦＵＬＬ ｗｉｄｔｈ ﬁne", "full width fine"),
        ("STRASSE straße", "strasse strasse"),
        ("हिन्दी किताब", "हिन्दी किताब"),
        ("今日は good", "今 日 は good"),
        ("cafe\u0301 café", "café café"),
        ("❤️ 👩‍👩‍👧 🇺🇦", ""),
        ("write to desk@example.org", "write to desk example org"),
        ("1,000 killed – 20%", "1 000 killed 20"),
    ],
)
def test_words_are_what_stays_from_copy_to_copy(text: str, words: str) -> None:
    """Links, handles, signs and the case go; the word of a hashtag and marks on letters stay."""
    assert " ".join(words_of(text)) == words


def test_text_of_few_words_is_no_copy() -> None:
    """Greetings are equal without being copied."""
    assert share_text("Good morning all! 🌞 https://example.org") is None
    assert share_text("Good morning to all!") == "good morning to all"
