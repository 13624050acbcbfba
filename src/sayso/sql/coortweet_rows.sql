-- The rows CooRTweet would be given: one for each thing of the kind $trace that a post shares, in the order of the files.
-- A content id that a table repeats is kept in the store as `id#record`; here it is the same content again.
-- reads: posts
-- writes: object, account, content, t, place, own
-- parameters: $trace
with numbered as (
  select
    path,
    blob,
    regexp_replace(record, '[0-9]+$', '') as part,
    cast(regexp_extract(record, '[0-9]+$') as bigint) as line,
    platform,
    id,
    case
      when right(id, length(record) + 1) = '#' || record then left(id, length(id) - length(record) - 1)
      else id
    end as content,
    account_id,
    created_epoch,
    links,
    hashtags,
    mentions,
    media,
    objects,
    repost_of,
    reply_to,
    text
  from posts
),
placed as (
  select
    -- Objects of a post were rows of their own that followed each other, so each has a place.
    cast(
      sum(greatest(cardinality(objects), 1)) over (
        order by path, blob, part, line, platform, id rows between unbounded preceding and current row
      )
      - greatest(cardinality(objects), 1)
      as bigint
    ) as place,
    (select count(distinct platform) > 1 from posts) as mixed,
    *
  from numbered
),
repeated as (
  select platform, content, min(place) as first
  from placed
  where content in (select content from placed where content <> id)
  group by platform, content
),
shared as (
  select place, o.value as object, cast(array_position(objects, o) as bigint) - 1 as after from (
    select place, objects, unnest(objects) as o from placed where $trace = 'object'
  ) as named
  union all
  select place, unnest(links), 0 from placed where $trace = 'url'
  union all
  select distinct place, regexp_extract(lower(link), '^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+)', 1), 0
  from (select place, unnest(links) as link from placed where $trace = 'domain') as linked
  union all
  select place, unnest(hashtags), 0 from placed where $trace = 'hashtag'
  union all
  select place, unnest(mentions), 0 from placed where $trace = 'mention'
  union all
  select place, unnest(media), 0 from placed where $trace = 'media'
  union all
  select place, repost_of, 0 from placed where $trace = 'repost'
  union all
  select place, reply_to, 0 from placed where $trace = 'reply'
  union all
  select place, text, 0 from placed where $trace = 'text'
)
select
  -- Ids of two platforms never meet; links, tags, pictures and texts do.
  case
    when placed.mixed and $trace in ('repost', 'reply', 'mention') then placed.platform || ':' || shared.object
    else shared.object
  end as object,
  case when placed.mixed then placed.platform || ':' || placed.account_id else placed.account_id end as account,
  coalesce(repeated.first, placed.place) as content,
  placed.created_epoch as t,
  placed.place + shared.after as place,
  shared.object = placed.content as own
from shared
join placed on placed.place = shared.place
left join repeated on repeated.platform = placed.platform and repeated.content = placed.content
where shared.object <> ''
