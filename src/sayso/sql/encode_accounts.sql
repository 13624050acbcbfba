-- Accounts that share anything, numbered from 0 in the order of their names (`platform:id`).
-- n_posts: posts with at least one share; first_t, last_t: epoch seconds of the first and last share.
-- reads: shares, near_text
-- writes: account, key, platform, n_posts, n_shares, first_t, last_t
with all_shares as (
  select account, post, platform, t from shares
  union all
  select account, post, platform, t from near_text
),
of_posts as (
  select account, post, min(platform) as platform, count(*) as n_shares, min(t) as first_t, max(t) as last_t
  from all_shares
  group by account, post
),
totals as (
  select
    account as key,
    min(platform) as platform,
    count(*) as n_posts,
    sum(n_shares) as n_shares,
    min(first_t) as first_t,
    max(last_t) as last_t
  from of_posts
  group by account
)
select row_number() over (order by key) - 1 as account, key, platform, n_posts, n_shares, first_t, last_t
from totals
