-- Shares with numbers for names: what the joins run on. Posts are numbered from 0 in the order of their names.
-- reads: shares, accounts, objects
-- writes: trace, object, account, post, t
with posts as (
  select post as name, row_number() over (order by post) - 1 as post
  from (select distinct post from shares) as named
)
select shares.trace, objects.object, accounts.account, posts.post, shares.t
from shares
inner join accounts on shares.account = accounts.key
inner join objects on shares.trace = objects.trace and shares.value = objects.value
inner join posts on shares.post = posts.name
