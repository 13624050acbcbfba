-- How many contents are the older side and how many the newer in the pairs of each of CooRTweet's edges. CooRTweet says
-- that they are counted per account, but orders only the accounts by name, not the contents: see coortweet_edges.sql.
-- Edges of one pair have one of each; they are nearly all and left out, so that few pairs must be told apart.
-- reads: acts, kept, weights
-- writes: a, b, n_older, n_newer
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
    older.content as older,
    newer.content as newer
  from spread as older
  join near as newer on newer.object = older.object and newer.bucket = older.meets
  where newer.t - older.t <= $window
    and (older.t < newer.t or (older.t = newer.t and older.seat < newer.seat))
    and ($loops = 1 or (older.account <> newer.account and older.content <> newer.content))
    and (older.keeps or newer.keeps)
)
select pairs.a, pairs.b, count(distinct pairs.older) as n_older, count(distinct pairs.newer) as n_newer
from pairs
join weights on weights.a = pairs.a and weights.b = pairs.b
where weights.weight > 1
group by pairs.a, pairs.b
