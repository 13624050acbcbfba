-- What the coordination-network-toolkit joins for a network: one row for each thing that a message shares.
-- Its reader of tables splits an empty cell of links into one empty link, so messages without links share that one; the
-- edges must be equal, so they do here, in tables of its format alone.
-- reads: posts
-- writes: object, account, message, t
-- parameters: $network
with numbered as (
  select
    row_number() over (order by platform, id) as message,
    (select count(distinct platform) > 1 from posts) as mixed,
    *
  from posts
),
shared as (
  select message, repost_of as object, true as own from numbered where $network = 'co_retweet'
  union all
  -- A table of CooRTweet's four columns does not say what its objects are: who asks for reposts takes them for posts.
  select message, named.o.value, true
  from (
    select message, unnest(objects) as o
    from numbered
    where $network = 'co_retweet' and repost_of is null and format = 'coortweet'
  ) as named
  union all
  select message, reply_to, true from numbered where $network = 'co_reply' and repost_of is null
  union all
  select distinct message, object, false
  from (select message, unnest(links) as object from numbered where $network = 'co_link' and repost_of is null) as linked
  union all
  select message, '', false
  from numbered
  where $network = 'co_link' and repost_of is null and format = 'toolkit' and cardinality(links) = 0
  union all
  select message, '', false from numbered where $network = 'co_post'
)
select
  -- Ids of two platforms never meet; links do.
  case when numbered.mixed and shared.own then numbered.platform || ':' || shared.object else shared.object end as object,
  case when numbered.mixed then numbered.platform || ':' || numbered.account_id else numbered.account_id end as account,
  numbered.message,
  numbered.created_epoch as t
from shared
join numbered on numbered.message = shared.message
where shared.object is not null and numbered.created_epoch is not null
