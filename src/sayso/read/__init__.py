"""Bytes to documents and posts: one module a format, found by content."""

from sayso.read.posts.shape import Recognised
from sayso.read.reader import read_source
from sayso.read.sniff import FORMATS, sniff
from sayso.read.source import Reader, Source
from sayso.read.walk import display_name, walk

READER_VERSION = "2"
"""Changes when the documents or posts read from the same bytes change."""

__all__ = [
    "FORMATS",
    "READER_VERSION",
    "Reader",
    "Recognised",
    "Source",
    "display_name",
    "read_source",
    "sniff",
    "walk",
]
