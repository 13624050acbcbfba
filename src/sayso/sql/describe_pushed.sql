-- How many posts of each network carry each claim or document, of how many members, and how many of the whole case do.
-- reads: texts, links, members
-- writes: network, claim, n_posts, n_accounts, n_posts_all
with carried as (
  select claim, account, post from texts
  union all
  select claim, account, post from links
),
whole as (
  select claim, count(distinct post) as n_posts_all
  from carried
  group by claim
),
own as (
  select
    members.network,
    carried.claim,
    count(distinct carried.post) as n_posts,
    count(distinct carried.account) as n_accounts
  from carried
  inner join members on carried.account = members.account
  group by members.network, carried.claim
)
select own.network, own.claim, own.n_posts, own.n_accounts, whole.n_posts_all
from own
inner join whole on own.claim = whole.claim
