-- What at least two members of a network share: how many of them do, how often, from when to when (epoch seconds).
-- reads: acts, members
-- writes: network, trace, object, n_members, n_shares, first_t, last_t
with by_member as (
  select
    members.network,
    acts.trace,
    acts.object,
    acts.account,
    count(*) as n,
    min(acts.t) as first_t,
    max(acts.t) as last_t
  from acts
  inner join members on acts.account = members.account
  group by members.network, acts.trace, acts.object, acts.account
)
select
  network,
  trace,
  object,
  count(*) as n_members,
  cast(sum(n) as bigint) as n_shares,
  min(first_t) as first_t,
  max(last_t) as last_t
from by_member
group by network, trace, object
having count(*) > 1
