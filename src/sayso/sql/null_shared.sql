-- For each of the pairs: how many objects both share at whatever time (m), and how many of these would be shared within
-- each window if the times of each object were dealt out anew among all who share it (chances says how often two shares
-- of an object are that close).
-- reads: acts, pairs, chances
-- writes: trace, a, b, m, expected_1, expected_2, expected_3, expected_4
with wanted as (
  select a as account from pairs
  union
  select b as account from pairs
),
counted as (
  select min(acts.trace) as trace, acts.object, acts.account, count(*) as n
  from acts
  inner join wanted on acts.account = wanted.account
  group by acts.object, acts.account
),
shared as (
  select x.trace, pairs.a, pairs.b, x.object, x.n * y.n as n
  from pairs
  inner join counted as x on pairs.a = x.account
  inner join counted as y on pairs.b = y.account and x.object = y.object
)
select
  shared.trace,
  shared.a,
  shared.b,
  count(*) as m,
  sum(1 - power(1 - chances.p_1, shared.n)) as expected_1,
  sum(1 - power(1 - chances.p_2, shared.n)) as expected_2,
  sum(1 - power(1 - chances.p_3, shared.n)) as expected_3,
  sum(1 - power(1 - chances.p_4, shared.n)) as expected_4
from shared
inner join chances on shared.object = chances.object
group by shared.trace, shared.a, shared.b
