-- The accounts of networks as they call themselves, and how many posts each has. chosen: accounts as `platform:id`.
-- reads: posts, chosen
-- writes: account, name, n_posts
select
  chosen.account,
  min(posts.account_name) as name,
  count(distinct posts.id) as n_posts
from posts
inner join chosen on posts.platform || ':' || posts.account_id = chosen.account
group by chosen.account
