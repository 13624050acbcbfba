-- At which hours of the day (UTC) each account of the pairs acts.
-- reads: acts, pairs
-- writes: account, hour, n
with wanted as (
  select a as account from pairs
  union
  select b as account from pairs
)
select acts.account, acts.t // 3600 % 24 as hour, count(*) as n
from acts
inner join wanted on acts.account = wanted.account
group by acts.account, acts.t // 3600 % 24
