-- What each tie rests on: the objects both share within the object's widest window, the pairs of shares, the sum of
-- their delays (seconds), and the first and last of these shares (epoch seconds).
-- reads: co_shares, limits, acts, ties
-- writes: a, b, n_objects, n_shares, delay, first_t, last_t
with met as (
  select co_shares.a, co_shares.b, co_shares.object, limits.widest
  from co_shares
  inner join ties on co_shares.a = ties.a and co_shares.b = ties.b
  inner join limits on co_shares.object = limits.object
),
of_a as (
  select met.a, met.b, met.object, met.widest, acts.t, acts.t // met.widest as bucket
  from met
  inner join acts on met.object = acts.object and met.a = acts.account
),
of_b as (
  select met.a, met.b, met.object, acts.t, acts.t // met.widest as bucket
  from met
  inner join acts on met.object = acts.object and met.b = acts.account
),
spread as (
  select a, b, object, t, bucket from of_b
  union all
  select a, b, object, t, bucket - 1 as bucket from of_b
  union all
  select a, b, object, t, bucket + 1 as bucket from of_b
),
shared as (
  select of_a.a, of_a.b, of_a.object, of_a.t as t_a, spread.t as t_b
  from of_a
  inner join spread
    on of_a.a = spread.a and of_a.b = spread.b and of_a.object = spread.object and of_a.bucket = spread.bucket
  where abs(of_a.t - spread.t) <= of_a.widest
)
select
  a,
  b,
  count(distinct object) as n_objects,
  count(*) as n_shares,
  cast(sum(abs(t_a - t_b)) as bigint) as delay,
  min(least(t_a, t_b)) as first_t,
  max(greatest(t_a, t_b)) as last_t
from shared
group by a, b
