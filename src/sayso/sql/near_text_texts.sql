-- Different texts of posts, numbered from 0 in the order in which they first appear.
-- reads: shares
-- writes: text, value, n_posts, first_t
select
  row_number() over (order by first_t, value) - 1 as text,
  value,
  n_posts,
  first_t
from (
  select value, count(*) as n_posts, min(t) as first_t
  from shares
  where trace = 'text'
  group by value
) as texts
