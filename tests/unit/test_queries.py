"""The queries of `sayso.sql`: what each header must say, and what may not be in a query that runs on two engines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from sayso.errors import EngineError
from sayso.sql import FOLDER, load_query, parse_query, query_names
from sayso.sql.spark import parse, spark_sql, to_spark

PACKAGE = FOLDER.parent
INTEGERS = {
    exp.DataType.Type.INT,
    exp.DataType.Type.BIGINT,
    exp.DataType.Type.SMALLINT,
    exp.DataType.Type.TINYINT,
}
FRACTIONS = (exp.Div, exp.Avg, exp.Exp, exp.Ln, exp.Sqrt, exp.Pow, exp.Median)
BANNED = {
    **dict.fromkeys(
        ["hash", "epoch_ms", "jaccard", "list_intersect", "len", "strlen"], "Spark has none, or another"
    ),
    **dict.fromkeys(["quantile_cont", "percentile_cont"], "sqlglot writes it as something else"),
    **dict.fromkeys(
        ["any_value", "first", "last", "arbitrary", "mode"], "which row it takes is left to chance"
    ),
    **dict.fromkeys(["string_agg", "group_concat", "listagg"], "its order is left to chance"),
    **dict.fromkeys(["random", "uuid", "now", "current_timestamp", "today"], "each run gives another value"),
    **dict.fromkeys(["range", "generate_series"], "an empty one counts down on Spark"),
    "suffix": "Spark has none: ends_with",
    "prefix": "Spark has none: starts_with",
    "log": "of 10 on DuckDB, natural on Spark: ln or log10",
}


def faults(code: str) -> Iterator[str]:
    """Yield what the two engines would not do alike."""
    tokens = sqlglot.tokenize(f"{code}\n", read="duckdb")
    for name, after in pairwise(token.text.lower() for token in tokens):
        if name in BANNED and after == "(":
            yield f"{name}: {BANNED[name]}"
    tree = parse(code)
    for collected in tree.find_all(exp.ArrayAgg):
        holder = collected.parent.parent if isinstance(collected.parent, exp.Filter) else collected.parent
        if not isinstance(holder, exp.ArraySort):
            yield "list without list_sort: its order is left to chance"
        if collected.find(exp.Order):
            yield "list(x order by y): the order is lost; list_sort(list(x))"
    for join in tree.find_all(exp.Join):
        if join.method == "ASOF":
            yield "asof join: Spark has none"
    for part in tree.find_all(exp.With):
        if part.recursive:
            yield "recursive: Spark has none"
    for cast in tree.find_all(exp.Cast):
        if cast.to.this in INTEGERS and _is_fraction(cast.this):
            yield "cast of a fraction to a whole number: rounds on DuckDB, truncates on Spark; floor or round it first"


def _is_fraction(value: exp.Expression) -> bool:
    if isinstance(value, exp.Literal):
        return not value.is_string and not value.is_int
    if isinstance(value, exp.Paren | exp.Neg):
        return _is_fraction(value.this)
    if isinstance(value, exp.Add | exp.Sub | exp.Mul):
        return _is_fraction(value.left) or _is_fraction(value.right)
    return isinstance(value, FRACTIONS)


@pytest.mark.parametrize("name", query_names())
def test_query_has_a_header_that_fits(name: str) -> None:
    """The header names the tables, parameters and columns of the text, no more and no fewer."""
    query = load_query(name)
    assert query.purpose.endswith(".")
    assert tuple(parse(query.code).named_selects) == query.writes


@pytest.mark.parametrize("name", query_names())
def test_query_is_used(name: str) -> None:
    """A query that no module runs is deleted."""
    assert any(_names(path.read_text(encoding="utf-8"), name) for path in PACKAGE.rglob("*.py"))


def _names(text: str, name: str) -> bool:
    """Return whether a module names a query: as a whole, or a family of queries and which one of it."""
    cuts = (name[:at] for at, letter in enumerate(name) if letter == "_")
    family = any(f'"{cut}_{{' in text and f'"{name[len(cut) + 1 :]}"' in text for cut in cuts)
    return family or f'"{name}"' in text


@pytest.mark.parametrize("name", query_names())
def test_query_runs_on_both_engines(name: str) -> None:
    """It parses, is written for Spark, and has nothing in it that the two understand differently."""
    assert list(faults(load_query(name).code)) == []
    assert sqlglot.parse_one(spark_sql(name), read="spark")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("select hash(a) as h from t", "hash"),
        ("select len(a) as n from t", "len"),
        ("select log(a) as n from t", "log"),
        ("select any_value(a) as a from t", "any_value"),
        ("select string_agg(a, ',') as a from t", "string_agg"),
        ("select quantile_cont(a, 0.5) as a from t", "quantile_cont"),
        ("select list(a) as a from t", "list without"),
        ("select list_sort(list(a order by b)) as a from t", "order is lost"),
        ("select t.a from t asof join u on t.a >= u.a", "asof"),
        ("with recursive u as (select 1 as a union all select a from u) select a from u", "recursive"),
        ("select cast(a / 2 as bigint) as b from t", "cast of a fraction"),
        ("select cast((a + 1) * 0.5 as integer) as b from t", "cast of a fraction"),
        ("select r from range(3) as t(r)", "range"),
    ],
)
def test_fault_is_found(code: str, fault: str) -> None:
    """What must not be in a query is found where it is."""
    assert [found for found in faults(code) if fault in found]


@pytest.mark.parametrize(
    "code",
    [
        "select list_sort(list(a)) as a, length(b) as b, ln(c) as c, hash as d, first, last from t",
        "select cast(floor(a / 2) as bigint) as b, cast(a + 1 as bigint) as c, cast('7' as bigint) as d from t",
        "select list_sort(list(distinct a)) as a, list_sort(list(a) filter (where b > 0)) as b from t",
    ],
)
def test_query_without_fault_passes(code: str) -> None:
    """Columns may be called as they like, and casts of whole numbers and floors are plain."""
    assert list(faults(code)) == []


GOOD = """-- What for.
-- reads: shares,
--   posts
-- writes: a
-- parameters: $window
with late as (select t as a from shares where t > $window and 'from nowhere $x' <> platform)
select a from late join posts on posts.t is distinct from late.a -- from nobody
"""


def test_query_is_parsed() -> None:
    """Lists of the header go on over lines; comments, texts and named parts are no tables; `;` is left out."""
    query = parse_query("good", GOOD + ";\n")
    assert (query.purpose, query.reads, query.writes) == ("What for.", ("shares", "posts"), ("a",))
    assert query.parameters == ("window",)
    assert query.code.startswith("with late")
    assert query.code.endswith("late.a")
    assert "'from nowhere $x'" in query.code


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("-- What for.\n", "", "line 1: the header does not say what it is for"),
        ("-- writes: a\n", "", "line 1: the header has no line `-- writes:`"),
        ("-- parameters: $window\n", "", r"line 5: the parameter \$window is used, but not in the header"),
        ("$window\n", "$window, $day\n", r"line 5: the parameter \$day is in the header, but not used"),
        ("--   posts\n", "", "line 6: the table posts is used, but not in the header"),
        ("--   posts\n", "-- posts, users\n", "line 3: the table users is in the header, but not used"),
    ],
)
def test_query_whose_header_lies_is_refused(old: str, new: str, message: str) -> None:
    """The message names the query, the line and what differs."""
    with pytest.raises(EngineError, match=f"sayso/sql/bad.sql, {message}"):
        parse_query("bad", GOOD.replace(old, new, 1))


def test_query_that_is_not_there_is_told() -> None:
    """The message gives the choices."""
    with pytest.raises(EngineError, match=r"no query 'nothing' in sayso\.sql -- choose from .*null_distinct"):
        load_query("nothing")


def test_spark_means_what_duckdb_means() -> None:
    """Numbers with a point are doubles, floor and ceil too where their type is seen, parts are never materialized."""
    code = "with a as materialized (select floor(t / $w) as t, 1.5 as x, 2 as n, t // 2 as h from b) select t from a"
    expected = (
        "WITH a AS (SELECT CAST(FLOOR(t / :w) AS DOUBLE) AS t, CAST('1.5' AS DOUBLE) AS x, 2 AS n, t DIV 2 AS h"
        " FROM b) SELECT t FROM a"
    )
    assert " ".join(to_spark(code).split()).replace("( ", "(").replace(" )", ")") == expected


def test_queries_are_in_the_package() -> None:
    """They are found beside the module, which is where the wheel puts them."""
    assert {path.stem for path in Path(FOLDER).glob("*.sql")} == set(query_names())
