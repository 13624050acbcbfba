-- Shares with numbers for names: what the joins run on. Posts are numbered from 0 in the order of their names.
-- reads: shares, near_text, accounts, objects
-- writes: trace, object, account, post, t
with all_shares as (
  select trace, value, account, post, t from shares
  union all
  select trace, value, account, post, t from near_text
),
posts as (
  select post as name, row_number() over (order by post) - 1 as post
  from (select distinct post from shares) as named
)
select all_shares.trace, objects.object, accounts.account, posts.post, all_shares.t
from all_shares
inner join accounts on all_shares.account = accounts.key
inner join objects on all_shares.trace = objects.trace and all_shares.value = objects.value
inner join posts on all_shares.post = posts.name
