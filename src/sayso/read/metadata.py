"""Tell a title or an author that a person wrote from one that a program put into a file by itself."""

from __future__ import annotations

_TITLES_OF_PROGRAMS = (
    "microsoft word -",
    "microsoft powerpoint -",
    "untitled",
    "slide 1",
)
_FILE_SUFFIXES = (
    ".doc",
    ".docx",
    ".odt",
    ".rtf",
    ".indd",
    ".qxd",
    ".pdf",
    ".ppt",
    ".pptx",
    ".tex",
    ".dvi",
    ".html",
    ".txt",
)
_NOBODY = frozenset(
    {
        "user",
        "admin",
        "administrator",
        "unknown",
        "anonymous",
        "author",
        "owner",
        "root",
        "default",
        "microsoft",
        "none",
        "pc",
    }
)
_LONGEST_TITLE = 300
_FEWEST_LETTERS = 4


def plausible_title(value: str | None) -> str | None:
    """Return ``value`` on one line if it can be the title of a text, else None."""
    title = " ".join((value or "").split())
    lowered = title.lower()
    plausible = (
        len(title) <= _LONGEST_TITLE
        and sum(character.isalpha() for character in title) >= _FEWEST_LETTERS
        and not lowered.startswith(_TITLES_OF_PROGRAMS)
        and not lowered.endswith(_FILE_SUFFIXES)
        and "/" not in title
    )
    return title if plausible else None


def plausible_author(value: str | None) -> str | None:
    """Return ``value`` on one line if it can name a person or an organisation, else None."""
    author = " ".join((value or "").split())
    letters = sum(character.isalpha() for character in author)
    plausible = letters >= _FEWEST_LETTERS and len(author) <= _LONGEST_TITLE and author.lower() not in _NOBODY
    return author if plausible else None
