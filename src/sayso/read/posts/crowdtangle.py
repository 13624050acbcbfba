"""Read the tables that CrowdTangle exported until it was shut down in August 2024."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from sayso.read.posts.fields import Fields
from sayso.read.posts.shape import Found, Row, Shape
from sayso.read.posts.words import fill

# Names of columns: CrowdTangle's own CSV, as 4CAT lists them too (datasources/upload/import_formats.py). The last
# column, "Overperforming Score (weighted - Likes 1x ...)", says in its name how it was set; nothing is taken from it.
_FACEBOOK = ("Facebook Id", "URL", "Message")
_PAGES = ("Page Name", "Group Name")
_INSTAGRAM = ("Account", "User Name", "URL", "Photo", "Description")
_TIMES = ("Post Created", "Created")
"""``2021-07-06 16:45:20 EDT``; the second name is that of reports before 2020."""

_NUMBER = re.compile(r"\d{5,}")
_FACEBOOK_HOSTS = ("facebook.com", "fb.com", "fb.watch")


def matches_facebook(row: Row) -> bool:
    """Tell whether ``row`` is a post of a page or a group on Facebook."""
    return all(name in row for name in _FACEBOOK) and _has(row, _PAGES) and _has(row, _TIMES)


def matches_instagram(row: Row) -> bool:
    """Tell whether ``row`` is a post on Instagram."""
    return all(name in row for name in _INSTAGRAM) and _has(row, _TIMES)


def _has(row: Row, names: tuple[str, ...]) -> bool:
    return any(name in row for name in names)


def read_facebook(row: Row) -> list[Found]:
    """Return the post; a link to somebody else's post on Facebook makes it a share of that post."""
    fields = Fields(row)
    found = Found(platform="facebook", lost=fields.lost)
    found.url = fields.text("url", "URL")
    found.id = _facebook_id(found.url or "")
    found.account_id = fields.key("account_id", "Facebook Id")
    found.account_name = fields.text("account_name", "User Name", *_PAGES)
    found.created = fields.time(*_TIMES)
    found.text = fields.text("text", "Message") or ""
    link = fields.text("links", "Final Link", "Link")
    if link and _on(link, _FACEBOOK_HOSTS):
        shared = _facebook_id(link)
        found.repost_of = None if shared == found.id or _is_own(link, found) else shared
    elif link:
        found.links = [link]
    return [fill(found)]


def read_instagram(row: Row) -> list[Found]:
    """Return the post; accounts have a name and no number in this export, so the name is their id."""
    fields = Fields(row)
    found = Found(platform="instagram", lost=fields.lost)
    found.url = fields.text("url", "URL")
    found.id = _last_part(found.url or "")
    found.account_id = fields.key("account_id", "User Name")
    found.account_name = fields.text("account_name", "User Name", "Account")
    found.created = fields.time(*_TIMES)
    found.text = fields.text("text", "Description", "Title") or ""
    link = fields.text("links", "Link")
    if link and not _on(link, ("instagram.com", "cdninstagram.com", "fbcdn.net", *_FACEBOOK_HOSTS)):
        found.links = [link]
    return [fill(found)]


def _on(address: str, hosts: tuple[str, ...]) -> bool:
    host = _host_path(address)[0]
    return any(host == name or host.endswith(f".{name}") for name in hosts)


def _host_path(address: str) -> tuple[str, str, str]:
    """Return host, path and query of an address, empty ones where it is none."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:  # a bracket that opens no IPv6 address
        return "", "", ""
    return host, parts.path, parts.query


def _facebook_id(address: str) -> str | None:
    """Return the number of the post an address leads to: ``.../posts/123``, ``permalink.php?story_fbid=123&id=9``."""
    _, path, query = _host_path(address)
    asked = parse_qs(query, max_num_fields=20) if query.count("&") < 20 else {}  # noqa: PLR2004 - as many as asked for
    for name in ("story_fbid", "fbid", "v"):
        if name in asked:
            return asked[name][0]
    last = _last_part(address) or ""
    # "/page" and "/groups/123" lead to an account; "/posts/pfbid0..." is how Facebook writes post ids since 2022.
    of_account = path.count("/") < 2 or path.strip("/").count("/") < 1 or path.startswith("/groups/" + last)  # noqa: PLR2004 - a page and something of it
    return last if not of_account and (_NUMBER.search(last) or last.startswith("pfbid")) else None


def _last_part(address: str) -> str | None:
    return _host_path(address)[1].rstrip("/").rpartition("/")[2] or None


def _is_own(link: str, found: Found) -> bool:
    """Tell whether a link on Facebook leads to the account's own pictures and videos, as that of a photo does."""
    parts = _host_path(link)[1].lower().split("/")
    return any(name and name.lower() in parts for name in (found.account_id, found.account_name))


SHAPES: tuple[Shape, ...] = (
    Shape(
        name="crowdtangle-facebook",
        title="CrowdTangle, Facebook",
        matches=matches_facebook,
        read=read_facebook,
    ),
    Shape(
        name="crowdtangle-instagram",
        title="CrowdTangle, Instagram",
        matches=matches_instagram,
        read=read_instagram,
    ),
)
