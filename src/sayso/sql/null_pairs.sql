-- For each pair of accounts and trace, how many objects both share within each of four windows: all of them, those that
-- at most $some accounts share, and those that at most $few share; an object counts where it is looked at in the window.
-- Pairs that meet over one object alone are left out: among all pairs of accounts no single meeting is beyond chance.
-- They are found first, since nearly all pairs are such: twelve counts of each took two thirds more time and memory.
-- reads: co_shares, limits
-- writes: trace, a, b, all_1, all_2, all_3, all_4, some_1, some_2, some_3, some_4, few_1, few_2, few_3, few_4
-- parameters: $window_1, $window_2, $window_3, $window_4, $some, $few
with often as (
  select trace, a, b
  from co_shares
  group by trace, a, b
  having count(*) > 1
)
select
  co_shares.trace,
  co_shares.a,
  co_shares.b,
  count(case when delay <= $window_1 and widest >= $window_1 then 1 end) as all_1,
  count(case when delay <= $window_2 and widest >= $window_2 then 1 end) as all_2,
  count(case when delay <= $window_3 and widest >= $window_3 then 1 end) as all_3,
  count(case when delay <= $window_4 and widest >= $window_4 then 1 end) as all_4,
  count(case when delay <= $window_1 and widest >= $window_1 and n_accounts <= $some then 1 end) as some_1,
  count(case when delay <= $window_2 and widest >= $window_2 and n_accounts <= $some then 1 end) as some_2,
  count(case when delay <= $window_3 and widest >= $window_3 and n_accounts <= $some then 1 end) as some_3,
  count(case when delay <= $window_4 and widest >= $window_4 and n_accounts <= $some then 1 end) as some_4,
  count(case when delay <= $window_1 and widest >= $window_1 and n_accounts <= $few then 1 end) as few_1,
  count(case when delay <= $window_2 and widest >= $window_2 and n_accounts <= $few then 1 end) as few_2,
  count(case when delay <= $window_3 and widest >= $window_3 and n_accounts <= $few then 1 end) as few_3,
  count(case when delay <= $window_4 and widest >= $window_4 and n_accounts <= $few then 1 end) as few_4
from co_shares
inner join often on co_shares.trace = often.trace and co_shares.a = often.a and co_shares.b = often.b
inner join limits on co_shares.object = limits.object
group by co_shares.trace, co_shares.a, co_shares.b
