-- Shared things, numbered from 0 in the order of trace and value.
-- first_t, last_t: epoch seconds of the first and last share; repeats: of a text that several posts share, which part
-- of them shares one link or other thing too (see near_text_repeats), else null.
-- reads: shares, near_text, repeats
-- writes: object, trace, value, n_shares, n_accounts, first_t, last_t, repeats
with all_shares as (
  select trace, value, account, t from shares
  union all
  select trace, value, account, t from near_text
),
of_accounts as (
  select trace, value, account, count(*) as n_shares, min(t) as first_t, max(t) as last_t
  from all_shares
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
  row_number() over (order by totals.trace, totals.value) - 1 as object,
  totals.trace,
  totals.value,
  totals.n_shares,
  totals.n_accounts,
  totals.first_t,
  totals.last_t,
  repeats.repeats
from totals
left join repeats on totals.trace = repeats.trace and totals.value = repeats.value
