-- How many shares of the case fall into each hour of the day, UTC.
-- reads: acts
-- writes: hour, n
select (t // 3600) % 24 as hour, count(*) as n
from acts
group by (t // 3600) % 24
