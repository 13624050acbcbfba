-- For each text that several posts share (traces text, near-text) the link, named object, reposted or quoted post or
-- picture that most of them share too. repeats: which part of them does, in [0, 1]; near 1 the text says nothing beyond
-- it, as where a share button puts the headline before the link.
-- reads: shares, near_text
-- writes: trace, value, n_posts, with_trace, with_value, repeats
with copies as (
  select trace, value, post from near_text
  union all
  select shares.trace, shares.value, shares.post
  from shares
  inner join near_text on shares.post = near_text.post
  where shares.trace = 'text'
),
others as (
  select post, trace as with_trace, value as with_value
  from shares
  where trace in ('url', 'object', 'quote', 'media', 'repost')
),
together as (
  select copies.trace, copies.value, others.with_trace, others.with_value, count(*) as n
  from copies
  inner join others on copies.post = others.post
  group by copies.trace, copies.value, others.with_trace, others.with_value
),
ranked as (
  select
    trace,
    value,
    with_trace,
    with_value,
    n,
    row_number() over (partition by trace, value order by n desc, with_trace desc, with_value) as place
  from together
),
sizes as (
  select trace, value, count(*) as n_posts
  from copies
  group by trace, value
)
select
  sizes.trace,
  sizes.value,
  sizes.n_posts,
  ranked.with_trace,
  ranked.with_value,
  coalesce(ranked.n, 0) / cast(sizes.n_posts as double) as repeats
from sizes
left join ranked on sizes.trace = ranked.trace and sizes.value = ranked.value and ranked.place = 1
