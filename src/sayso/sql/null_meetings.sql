-- How many pairs of accounts meet over at least two objects of a trace within each of four windows (-1 for none).
-- reads: co_shares, limits
-- writes: trace, n_1, n_2, n_3, n_4
-- parameters: $window_1, $window_2, $window_3, $window_4
with met as (
  select
    co_shares.trace,
    count(case when delay <= $window_1 and widest >= $window_1 then 1 end) as met_1,
    count(case when delay <= $window_2 and widest >= $window_2 then 1 end) as met_2,
    count(case when delay <= $window_3 and widest >= $window_3 then 1 end) as met_3,
    count(case when delay <= $window_4 and widest >= $window_4 then 1 end) as met_4
  from co_shares
  inner join limits on co_shares.object = limits.object
  group by co_shares.trace, co_shares.a, co_shares.b
)
select
  trace,
  count(case when met_1 > 1 then 1 end) as n_1,
  count(case when met_2 > 1 then 1 end) as n_2,
  count(case when met_3 > 1 then 1 end) as n_3,
  count(case when met_4 > 1 then 1 end) as n_4
from met
group by trace
