-- Shares of the trace near-text: the object is the first text of the cluster. Clusters of one post are left out.
-- reads: shares, texts, clusters
-- writes: trace, value, account, post, platform, t
with headed as (
  select texts.value, texts.n_posts, coalesce(clusters.head, texts.text) as head
  from texts
  left join clusters on texts.text = clusters.text
),
kept as (
  select head from headed group by head having sum(n_posts) > 1
),
named as (
  select headed.value, heads.value as head
  from headed
  inner join kept on headed.head = kept.head
  inner join texts as heads on headed.head = heads.text
)
select
  'near-text' as trace,
  named.head as value,
  shares.account,
  shares.post,
  shares.platform,
  shares.t
from shares
inner join named on shares.value = named.value
where shares.trace = 'text'
