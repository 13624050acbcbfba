-- Who wrote the posts: how many, when, under which handle (the first of several by its letters), and how many things of
-- each trace the posts share, as they are written there.
-- reads: posts
-- writes: key, platform, account_id, account_name, n_posts, first_epoch, last_epoch, n_urls, n_hashtags, n_mentions, n_media, n_objects, n_reposts, n_replies, n_quotes
select
  platform || ':' || account_id as key,
  platform,
  account_id,
  min(account_name) as account_name,
  count(*) as n_posts,
  min(created_epoch) as first_epoch,
  max(created_epoch) as last_epoch,
  cast(sum(coalesce(cardinality(links), 0)) as bigint) as n_urls,
  cast(sum(coalesce(cardinality(hashtags), 0)) as bigint) as n_hashtags,
  cast(sum(coalesce(cardinality(mentions), 0)) as bigint) as n_mentions,
  cast(sum(coalesce(cardinality(media), 0)) as bigint) as n_media,
  cast(sum(coalesce(cardinality(objects), 0)) as bigint) as n_objects,
  count(repost_of) as n_reposts,
  count(reply_to) as n_replies,
  count(quote_of) as n_quotes
from posts
group by platform, account_id
