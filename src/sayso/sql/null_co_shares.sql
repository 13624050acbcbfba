-- Each object that two accounts share within its window: a < b, the least delay in seconds, and pairs of shares.
-- limits says for each object the widest window in which it is looked at.
-- reads: acts, limits
-- writes: trace, object, a, b, delay, n_shares
with bucketed as (
  select acts.trace, acts.object, acts.account, acts.t, limits.widest, acts.t // limits.widest as bucket
  from acts
  inner join limits on acts.object = limits.object
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
select trace, object, a, b, min(delay) as delay, count(*) as n_shares
from met
group by trace, object, a, b
