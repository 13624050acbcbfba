-- How often the whole case links to some sites, and to any site that is no platform.
-- reads: objects, chosen
-- writes: value, n_shares, n_all
with whole as (
  select cast(sum(n_shares) as bigint) as n_all from objects where trace = 'domain'
)
select objects.value, cast(objects.n_shares as bigint) as n_shares, whole.n_all
from objects
inner join chosen on objects.value = chosen.value
cross join whole
where objects.trace = 'domain'
