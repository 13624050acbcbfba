"""The same queries in the dialect of Spark 4, with the meaning that they have on DuckDB.

sqlglot knows the words of both dialects, not all that they mean. What is put right here, each measured on DuckDB 2.0
and Spark 4.3:

* ``1.0 / 3`` is 0.333333 on Spark, a decimal, and a double on DuckDB: numbers with a point are written as doubles;
* ``floor`` and ``ceil`` give whole numbers on Spark, doubles on DuckDB;
* ``as materialized`` is not known to Spark.

What cannot be put right without knowing the types is not allowed in a query, and the tests hold that: a cast of a
fraction to a whole number rounds on DuckDB and truncates on Spark (write ``floor`` or ``round``), ``log(x)`` is
the decimal logarithm on DuckDB and the natural one on Spark (write ``ln``). ``x / 0`` and ``ln(0)`` are infinite on
DuckDB, an error and null on Spark: write ``nullif``.
"""

from __future__ import annotations

from functools import cache

import sqlglot
from sqlglot import exp

from sayso.sql import load_query


@cache
def spark_sql(name: str) -> str:
    """Return the query in ``sql/<name>.sql`` as Spark reads it, its parameters as ``:name``."""
    return to_spark(load_query(name).code)


def to_spark(code: str) -> str:
    """Return ``code``, a query of DuckDB, as Spark reads it."""
    return str(parse(code).transform(_adapt).sql(dialect="spark", pretty=True))


def parse(code: str) -> exp.Expression:
    """Return the tree of ``code``, a query of DuckDB."""
    # sqlglot 30.30 takes `$name ... ''` for the beginning of a text in dollars when '' is the very end.
    return sqlglot.parse_one(f"{code}\n", read="duckdb")


def _adapt(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.CTE):
        node.set("materialized", None)
    if isinstance(node, exp.Literal) and not node.is_string and not node.is_int:
        return exp.cast(exp.Literal.string(node.this), "double")
    if isinstance(node, exp.Floor | exp.Ceil) and not isinstance(node.parent, exp.Cast):
        return exp.cast(node.copy(), "double")
    return node
