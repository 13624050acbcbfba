-- Pairs of accounts that share the same things within $window seconds of each other, by nothing but counting.
-- weight: pairs of shares, as the peers count; n_objects: different things; mean_delay: seconds from one share of a pair
-- to the other, on average. Narrow integers: an eighth less time over five million acts.
-- reads: acts
-- writes: a, b, weight, n_objects, mean_delay
-- parameters: $window
with bucketed as (
  select
    cast(object as int) as object,
    cast(account as int) as account,
    t,
    cast(t // ($window + 1) as int) as bucket
  from acts
),
spread as (
  select object, account, t, bucket from bucketed
  union all
  select object, account, t, bucket + 1 as bucket from bucketed
),
met as (
  select
    x.object,
    least(x.account, y.account) as a,
    greatest(x.account, y.account) as b,
    x.t - y.t as delay
  from bucketed as x
  inner join spread as y on x.object = y.object and x.bucket = y.bucket
  where x.account <> y.account
    and x.t - y.t <= $window
    and (x.t > y.t or (x.t = y.t and x.account < y.account))
),
of_objects as (
  select object, a, b, count(*) as weight, sum(delay) as seconds
  from met
  group by object, a, b
)
select a, b, sum(weight) as weight, count(*) as n_objects, sum(seconds) / sum(weight) as mean_delay
from of_objects
group by a, b
