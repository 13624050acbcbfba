-- How often each account shares, per trace: shares, different objects, first and last time (epoch seconds).
-- reads: shares
-- writes: trace, account, n_shares, n_objects, first_epoch, last_epoch
select
  trace,
  account,
  count(*) as n_shares,
  count(distinct value) as n_objects,
  min(t) as first_epoch,
  max(t) as last_epoch
from shares
group by trace, account
