"""Shingles: runs of words as numbers, so that copies of a text are found and measured without comparing its letters.

Pure functions on arrays. A text is a stretch of one flat array of word codes; ``offsets`` says where each begins, one
more than there are texts, as in Arrow's lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
Offsets = NDArray[np.int64]

# Odd numbers without pattern (the golden ratio and the finaliser of splitmix64; Steele, Lea and Flood 2014, Fast
# splittable pseudorandom number generators): they spread the codes of words over all 64 bits, wherever it runs.
STEP = np.uint64(0x9E3779B97F4A7C15)
MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
# Of a code, in a comparison of many pairs at once; the bits above hold the number of the pair. Two different shingles
# of a pair of texts with 1,000 words each meet by chance once in 17 million pairs.
CODE_BITS = np.uint64(44)
PAIRS_AT_ONCE = 1 << 19
CODES = 2.0**64


class Shingles(NamedTuple):
    """The different shingles of each of several texts: ``codes`` one text after the other, where each begins."""

    codes: Codes
    offsets: Offsets


def word_codes(words: Iterable[str]) -> Codes:
    """Return a number for each word that is the same on every machine and in every run."""
    digests = b"".join(
        blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest() for word in words
    )
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def shingles_of(codes: Codes, offsets: Offsets, size: int) -> Shingles:
    """Return the different runs of ``size`` words of each text, in rising order of their codes.

    None crosses from one text into the next; a text with fewer words has none.
    """
    n = max(len(codes) - size + 1, 0)
    runs = np.zeros(n, np.uint64)
    for i in range(size):
        runs = _mixed(runs + codes[i : i + n] + STEP)
    owners = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    inside = owners[:n] == owners[len(codes) - n :]
    return _distinct(runs[inside], owners[:n][inside], len(offsets) - 1)


def lowest(shingles: Shingles, most: int) -> Shingles:
    """Return of each text with more than about ``most`` shingles the share of lowest codes that leaves so many.

    What two texts have in common stays in common where the longer one keeps it, so that a part of a text is still
    found: chosen by value, as in Broder (1997), not by rank.
    """
    sizes = np.diff(shingles.offsets)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    kept = shingles.codes.astype(np.float64) * sizes[owners] <= most * CODES
    counts = np.bincount(owners[kept], minlength=len(sizes))
    return Shingles(shingles.codes[kept], np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


def n_shared(shingles: Shingles, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each pair of texts, given by their places, how many shingles both have."""
    counts = [
        _n_shared(shingles, left[start : start + PAIRS_AT_ONCE], right[start : start + PAIRS_AT_ONCE])
        for start in range(0, len(left), PAIRS_AT_ONCE)
    ]
    return np.concatenate([np.zeros(0, np.int64), *counts])


def containment(shingles: Shingles, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each pair of texts the share of the shorter one's shingles that stand in the longer one too.

    In [0, 1]; 0 where one has none. Unlike the Jaccard index it stays near 1 where a copy was cut down (Broder 1997,
    On the resemblance and containment of documents).
    """
    sizes = np.diff(shingles.offsets)
    shorter = np.minimum(sizes[left], sizes[right])
    return n_shared(shingles, left, right) / np.maximum(shorter, 1)


def _mixed(codes: Codes) -> Codes:
    once: Codes = (codes ^ (codes >> np.uint64(30))) * MIX[0]
    twice: Codes = (once ^ (once >> np.uint64(27))) * MIX[1]
    thrice: Codes = twice ^ (twice >> np.uint64(31))
    return thrice


def _distinct(codes: Codes, owners: NDArray[np.int64], n: int) -> Shingles:
    order = np.lexsort((codes, owners))
    codes, owners = codes[order], owners[order]
    first = np.ones(len(codes), bool)
    first[1:] = (codes[1:] != codes[:-1]) | (owners[1:] != owners[:-1])
    counts = np.bincount(owners[first], minlength=n)
    return Shingles(codes[first], np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


def _n_shared(shingles: Shingles, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    keys = np.concatenate([_keys(shingles, left), _keys(shingles, right)])
    keys.sort()
    twice = keys[:-1][keys[1:] == keys[:-1]]
    return np.bincount((twice >> CODE_BITS).astype(np.int64), minlength=len(left))


def _keys(shingles: Shingles, texts: NDArray[np.int64]) -> Codes:
    """Return the codes of all shingles of ``texts``, each with the number of its text in ``texts`` above it."""
    starts, sizes = shingles.offsets[texts], np.diff(shingles.offsets)[texts]
    numbers = np.repeat(np.arange(len(texts)), sizes)
    places = np.arange(len(numbers)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + starts[numbers]
    low = shingles.codes[places] >> (np.uint64(64) - CODE_BITS)
    keys: Codes = (numbers.astype(np.uint64) << CODE_BITS) | low
    return keys
