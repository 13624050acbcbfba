-- The accounts of CooRTweet's rows: numbers in the order of the names, and whose turn it is in the order of first rows.
-- reads: rows
-- writes: account, name, turn, n_rows
select
  row_number() over (order by account) as account,
  account as name,
  row_number() over (order by min(place), account) as turn,
  count(*) as n_rows
from rows
group by account
