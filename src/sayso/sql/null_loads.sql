-- How many pairs of shares of each object fall into one window or two neighbouring ones: at most twice the pairs that
-- are within $window seconds of each other, counted without making them. One of $parts parts of the objects.
-- reads: acts
-- writes: object, n_pairs
-- parameters: $window, $part, $parts
with counted as (
  select cast(object as int) as object, cast(t // $window as int) as bucket, count(*) as n
  from acts
  where object % $parts = $part
  group by cast(object as int), cast(t // $window as int)
)
select x.object, sum(x.n * (x.n - 1) // 2 + x.n * coalesce(y.n, 0)) as n_pairs
from counted as x
left join counted as y on x.object = y.object and x.bucket = y.bucket + 1
group by x.object
