-- The acts that can tie accounts: of the traces named in $traces (each between commas), no text that goes with a link.
-- reads: acts, objects
-- writes: trace, object, account, t
-- parameters: $traces, $repeats
select acts.trace, acts.object, acts.account, acts.t
from acts
inner join objects on acts.object = objects.object
where strpos($traces, ',' || acts.trace || ',') > 0 and objects.n_accounts > 1 and coalesce(objects.repeats, 0) < $repeats
