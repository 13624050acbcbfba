-- CooRTweet's edges by number of account: how many pairs of rows, seconds between them in all, and the first of the pairs.
-- reads: acts, kept
-- writes: a, b, weight, seconds, first
-- parameters: $window, $loops
with near as (
  select acts.*, kept.content is not null as keeps
  from acts
  left join kept on kept.content = acts.content
  where acts.bucket is not null
),
spread as (
  select *, bucket as meets from near
  union all
  select *, bucket + 1 as meets from near
),
pairs as (
  select
    least(older.account, newer.account) as a,
    greatest(older.account, newer.account) as b,
    newer.t - older.t as seconds,
    greatest(older.before, newer.before) + 2 * least(older.seat, newer.seat) as nth
  from spread as older
  join near as newer on newer.object = older.object and newer.bucket = older.meets
  where newer.t - older.t <= $window
    and (older.t < newer.t or (older.t = newer.t and older.seat < newer.seat))
    and ($loops = 1 or (older.account <> newer.account and older.content <> newer.content))
    and (older.keeps or newer.keeps)
)
select a, b, count(*) as weight, sum(seconds) as seconds, min(nth) as first
from pairs
group by a, b
