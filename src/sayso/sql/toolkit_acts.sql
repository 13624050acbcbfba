-- The coordination-network-toolkit's rows with numbers for names. $bucket is longer than the window, so that two rows within
-- it are in the same bucket or in neighbours.
-- reads: rows, accounts
-- writes: object, account, message, t, bucket
-- parameters: $bucket
with objects as (
  select object as name, row_number() over (order by object) as object from rows group by object
)
select
  objects.object,
  accounts.account,
  rows.message,
  rows.t,
  cast(floor(rows.t / $bucket) as bigint) as bucket
from rows
join objects on objects.name = rows.object
join accounts on accounts.name = rows.account
