-- The accounts of the coordination-network-toolkit's rows, numbered in the order of their names.
-- reads: rows
-- writes: account, name
select row_number() over (order by account) as account, account as name
from rows
group by account
