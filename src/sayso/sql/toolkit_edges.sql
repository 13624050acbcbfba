-- The coordination-network-toolkit's directed edges: of how many messages of `user_1` one of `user_2` shares the object
-- within $window seconds, before or after.
-- reads: acts, accounts
-- writes: user_1, user_2, weight
-- parameters: $window, $min_edge_weight
with spread as (
  select object, account, t, bucket as meets from acts
  union all
  select object, account, t, bucket + 1 as meets from acts
  union all
  select object, account, t, bucket - 1 as meets from acts
),
met as (
  select acts.account as a, spread.account as b, acts.message
  from acts
  join spread on spread.object = acts.object and spread.meets = acts.bucket
  where acts.account <> spread.account and acts.t - spread.t <= $window and spread.t - acts.t <= $window
  group by acts.account, spread.account, acts.message
),
counted as (
  select a, b, count(*) as weight from met group by a, b having count(*) >= $min_edge_weight
)
select firsts.name as user_1, seconds.name as user_2, counted.weight
from counted
join accounts as firsts on firsts.account = counted.a
join accounts as seconds on seconds.account = counted.b
