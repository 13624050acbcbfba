-- Each object that two accounts share within its window: a < b, the least delay in seconds, and pairs of shares.
-- limits says for each object the widest window in which it is looked at. One of $parts parts of the objects.
-- reads: acts, limits
-- writes: trace, object, a, b, delay, n_shares
-- parameters: $part, $parts
with bucketed as (
  select
    acts.trace,
    cast(acts.object as int) as object,
    cast(acts.account as int) as account,
    acts.t,
    limits.widest,
    cast(acts.t // limits.widest as int) as bucket
  from acts
  inner join limits on acts.object = limits.object
  where acts.object % $parts = $part
),
spread as (
  select object, account, t, bucket from bucketed
  union all
  select object, account, t, bucket + 1 as bucket from bucketed
),
met as (
  select
    x.trace,
    x.object,
    least(x.account, y.account) as a,
    greatest(x.account, y.account) as b,
    x.t - y.t as delay
  from bucketed as x
  inner join spread as y on x.object = y.object and x.bucket = y.bucket
  where x.account <> y.account
    and x.t - y.t <= x.widest
    and (x.t > y.t or (x.t = y.t and x.account < y.account))
)
select min(trace) as trace, object, a, b, min(delay) as delay, count(*) as n_shares
from met
group by object, a, b
