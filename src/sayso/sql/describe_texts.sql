-- The wording of the first post (by its name) that shares each of some texts, and of the posts that others repeat,
-- quote or answer. chosen: trace and value of the things.
-- reads: shares, near_text, posts, chosen
-- writes: trace, value, text
with copies as (
  select shares.trace, shares.value, shares.post
  from shares
  inner join chosen on shares.trace = chosen.trace and shares.value = chosen.value
  where shares.trace = 'text'
  union all
  select near_text.trace, near_text.value, near_text.post
  from near_text
  inner join chosen on near_text.trace = chosen.trace and near_text.value = chosen.value
),
wanted as (
  select trace, value, min(post) as post from copies group by trace, value
  union all
  select trace, value, value as post from chosen where trace in ('repost', 'quote', 'reply')
)
select wanted.trace, wanted.value, min(posts."text") as "text"
from wanted
inner join posts on wanted.post = posts.platform || ':' || posts.id
group by wanted.trace, wanted.value
