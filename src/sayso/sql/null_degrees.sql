-- How many different things each account shares in each trace, among those that can tie accounts or not. Near copies
-- are rare among texts: an account's chances of one are all its texts.
-- reads: acts
-- writes: trace, account, n_objects
-- parameters: $traces
select trace, account, count(distinct object) as n_objects
from (select case when trace = 'text' then 'near-text' else trace end as trace, account, object from acts where trace <> 'near-text') as chances
where strpos($traces, ',' || trace || ',') > 0
group by trace, account
