"""Tastes: strata of objects that the same crowds share, and how much each account prefers each of them.

They are learnt from who shares the most popular links, hashtags, domains and reposts, never from given topics. Only
objects that many share teach, so that a small circle cannot become a stratum of its own and explain itself away.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from scipy.cluster.vq import kmeans2
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import eigsh

from sayso.coordination.arrays import Floats, Ints, ints
from sayso.coordination.posting import ActTables
from sayso.stages import SetEngine
from sayso.tables import read_table

LEARNT_FROM = ("url", "domain", "hashtag", "repost", "object", "media", "mention")
LEAST_SHARERS = 64
"""Objects of fewer accounts teach no stratum. With 10, planted circles of a dozen became strata and none was found."""

MOST_POPULAR = 1_500
N_STRATA = 40
N_DIMENSIONS = 32
LEAST_OBJECTS = 4
"""There are no more strata than this many different objects each."""

SMALLEST_SHARE = 0.03
"""A stratum with less of the popular shares joins the rest: a circle of 55 around three popular links had 1 %."""

LARGEST_PREFERENCE = 3.0
"""How many times its share at large an account may prefer a stratum; without a bound one circle of 55 in 24 runs and
one of 20 explained themselves away through popular links."""

PRIOR_SHARES = 15.0
"""An account's preferences are those of everybody until it has shared about so many popular things."""

SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strata:
    """``preference[account, stratum]``: how many times the share at large; ``base``: that share, summing to 1."""

    preference: Floats
    base: Floats

    @property
    def n_strata(self) -> int:
        """How many there are; 1 where too little is popular to tell tastes."""
        return len(self.base)


def learn_strata(engine: SetEngine, tables: ActTables, folder: Path, *, n_accounts: int) -> Strata:
    """Learn the strata of the posts' popular objects, and each account's preferences."""
    popular = _popular(tables)
    if len(popular) <= N_DIMENSIONS:
        return Strata(preference=np.ones((n_accounts, 1)), base=np.ones(1))
    path = folder / "popular.parquet"
    pq.write_table(pa.table({"object": popular}), path)
    engine.write("null_popular", reads={"acts": tables.acts, "popular": path}, to=folder / "popular_acts")
    acts = read_table(folder / "popular_acts")
    column = np.searchsorted(popular, acts.column("object").to_numpy())
    ones = np.ones(len(column), dtype=np.float64)
    shared = csr_matrix((ones, (acts.column("account").to_numpy(), column)), shape=(n_accounts, len(popular)))
    return _preferences(shared, _cluster(_embed(shared), np.asarray(shared.sum(0)).ravel()))


def _popular(tables: ActTables) -> Ints:
    """Return the numbers of the objects that most accounts share, ascending."""
    objects = read_table(tables.objects, columns=["object", "trace", "n_accounts"])
    n_accounts = objects.column("n_accounts").to_numpy()
    taught = pc.is_in(objects.column("trace"), value_set=pa.array(LEARNT_FROM)).to_numpy()
    teaching = np.flatnonzero(taught & (n_accounts >= LEAST_SHARERS))
    number = ints(objects, "object")[teaching]
    return np.sort(number[np.lexsort((number, -n_accounts[teaching]))[:MOST_POPULAR]])


def _embed(shared: csr_matrix) -> Floats:
    """Return a direction for each object: near where the same accounts share both, however popular they are."""
    of_account = np.asarray(shared.sum(1)).ravel()
    of_object = np.asarray(shared.sum(0)).ravel()
    weight = 1.0 / (of_account + of_account[of_account > 0].mean())
    together = np.asarray((shared.T @ shared.multiply(weight[:, None]).tocsr()).todense())
    scale = 1.0 / np.sqrt(of_object + 0.1 * of_object.mean())
    start = np.ones(len(together))  # the same vector each time: the result must not depend on chance
    values, vectors = eigsh(together * scale[:, None] * scale[None, :], k=N_DIMENSIONS, v0=start)
    top = vectors * np.sqrt(np.maximum(values, 0.0))
    length = np.linalg.norm(top, axis=1, keepdims=True)
    directions: Floats = top / np.maximum(length, np.finfo(float).tiny)
    return directions


def _cluster(directions: Floats, weights: Floats) -> Ints:
    """Return the stratum of each object; small ones are one."""
    n_different = len(np.unique(directions.round(6), axis=0))
    n_clusters = min(N_STRATA, n_different // LEAST_OBJECTS)
    if n_clusters < 2:  # noqa: PLR2004 -- one stratum is none
        return np.zeros(len(directions), dtype=np.int64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a cluster left without objects is none of the strata
        _, found = kmeans2(directions, n_clusters, minit="++", rng=SEED, iter=30)
    share = np.bincount(found, weights=weights, minlength=n_clusters) / weights.sum()
    large = share >= SMALLEST_SHARE
    number = np.where(large, np.cumsum(large) - 1, large.sum())
    renamed: Ints = np.unique(number[found], return_inverse=True)[1].astype(np.int64)
    return renamed


def _preferences(shared: csr_matrix, stratum: Ints) -> Strata:
    n_strata = int(stratum.max()) + 1
    member = csr_matrix(
        (np.ones(len(stratum)), (np.arange(len(stratum)), stratum)), shape=(len(stratum), n_strata)
    )
    counts = np.asarray((shared @ member).todense())
    base = counts.sum(0) / counts.sum()
    preference = (counts + PRIOR_SHARES * base) / ((counts.sum(1, keepdims=True) + PRIOR_SHARES) * base)
    return Strata(preference=np.minimum(preference, LARGEST_PREFERENCE), base=base)
