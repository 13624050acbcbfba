-- How many pairs of shares of each object fall into one window or two neighbouring ones: at most twice the pairs that
-- are within $window seconds of each other, counted without making them.
-- reads: acts
-- writes: object, n_pairs
-- parameters: $window
with counted as (
  select object, t // $window as bucket, count(*) as n
  from acts
  group by object, t // $window
),
beside as (
  select object, bucket, n, 0 as n_before from counted
  union all
  select object, bucket + 1 as bucket, 0 as n, n as n_before from counted
)
select object, sum(n * (n - 1) // 2 + n * n_before) as n_pairs
from (select object, bucket, sum(n) as n, sum(n_before) as n_before from beside group by object, bucket) as met
group by object
