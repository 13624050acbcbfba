-- The coordination-network-toolkit's directed edges by similar texts: of how many messages of `user_1` one of `user_2` is
-- similar, and within $window seconds before or after.
-- reads: rows, alike
-- writes: user_1, user_2, weight
-- parameters: $window, $bucket, $min_edge_weight
with near as (
  select *, cast(floor(t / $bucket) as bigint) as bucket from rows
),
spread as (
  select object, account, t, bucket as meets from near
  union all
  select object, account, t, bucket + 1 as meets from near
  union all
  select object, account, t, bucket - 1 as meets from near
),
reaching as (
  select alike.b as object, near.account, near.message, near.t, near.bucket
  from near
  join alike on alike.a = near.object
),
met as (
  select reaching.account as a, spread.account as b, reaching.message
  from reaching
  join spread on spread.object = reaching.object and spread.meets = reaching.bucket
  where reaching.account <> spread.account
    and reaching.t - spread.t <= $window
    and spread.t - reaching.t <= $window
  group by reaching.account, spread.account, reaching.message
)
select a as user_1, b as user_2, count(*) as weight
from met
group by a, b
having count(*) >= $min_edge_weight
