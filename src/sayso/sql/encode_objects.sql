-- Shared things, numbered from 0 in the order of trace and value.
-- first_t, last_t: epoch seconds of the first and last share.
-- reads: shares
-- writes: object, trace, value, n_shares, n_accounts, first_t, last_t
with of_accounts as (
  select trace, value, account, count(*) as n_shares, min(t) as first_t, max(t) as last_t
  from shares
  group by trace, value, account
),
totals as (
  select
    trace,
    value,
    sum(n_shares) as n_shares,
    count(*) as n_accounts,
    min(first_t) as first_t,
    max(last_t) as last_t
  from of_accounts
  group by trace, value
)
select
  row_number() over (order by trace, value) - 1 as object,
  trace,
  value,
  n_shares,
  n_accounts,
  first_t,
  last_t
from totals
