-- When each account first shares each of some objects (epoch seconds).
-- reads: acts, chosen
-- writes: object, account, t
select acts.object, acts.account, min(acts.t) as t
from acts
inner join chosen on acts.object = chosen.object
group by acts.object, acts.account
