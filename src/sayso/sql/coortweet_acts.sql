-- CooRTweet's rows with numbers for names, without accounts that have fewer than $min_participation of them.
-- `seat` counts the rows of an object, account by account as data.table groups them: of two rows of one second the one
-- with the lower seat is the "older". `before` of the one with the higher seat, plus twice the seat of the other, is
-- twice the number of pairs that CooRTweet makes before this one. Rows without `bucket` are in no pair, but are counted.
-- $bucket is longer than the window, so that two rows of a pair are in the same bucket or in neighbours.
-- reads: rows, accounts
-- writes: object, account, content, t, bucket, seat, before
-- parameters: $min_participation, $bucket, $loops
with kept as (
  select
    rows.object,
    accounts.account,
    accounts.turn,
    rows.content,
    rows.t,
    rows.place,
    case when $loops = 1 or not rows.own then cast(floor(rows.t / $bucket) as bigint) end as bucket
  from rows
  join accounts on accounts.name = rows.account
  where accounts.n_rows >= $min_participation
),
objects as (
  -- 2^36 rows and 2^27 accounts fit; both orders in one number, so that no row needs to be compared by two columns.
  select object as name, min(turn * 68719476736 + place) as first, count(*) as n_rows
  from kept
  group by object
),
numbered as (
  select
    name,
    row_number() over (order by first, name) as object,
    sum(n_rows * (n_rows - 1)) over (order by first, name rows between unbounded preceding and current row)
      - n_rows * (n_rows - 1) as pairs_before
  from objects
),
seated as (
  select
    numbered.object,
    kept.account,
    kept.content,
    kept.t,
    kept.bucket,
    row_number() over (partition by numbered.object order by kept.turn, kept.place) - 1 as seat,
    numbered.pairs_before
  from kept
  join numbered on numbered.name = kept.object
)
select
  object,
  account,
  content,
  t,
  bucket,
  seat,
  cast(pairs_before as bigint) + seat * (seat - 1) as before
from seated
