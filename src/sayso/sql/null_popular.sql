-- Who shares the objects from which strata are learnt, however often.
-- reads: acts, popular
-- writes: account, object
select distinct acts.account, acts.object
from acts
inner join popular on acts.object = popular.object
