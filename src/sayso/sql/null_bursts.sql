-- For each object, how many pairs of accounts share it within each of four windows (seconds; -1 for none).
-- reads: co_shares
-- writes: object, n_1, n_2, n_3, n_4
-- parameters: $window_1, $window_2, $window_3, $window_4
select
  object,
  count(case when delay <= $window_1 then 1 end) as n_1,
  count(case when delay <= $window_2 then 1 end) as n_2,
  count(case when delay <= $window_3 then 1 end) as n_3,
  count(case when delay <= $window_4 then 1 end) as n_4
from co_shares
group by object
