-- Whose posts some posts are: by the post itself where the case has it, else by the wording of one that repeats it
-- (`RT @name: ...`). chosen: posts as `platform:id`.
-- reads: posts, chosen
-- writes: value, account, name, text
with itself as (
  select
    chosen.value,
    min(posts.platform || ':' || posts.account_id) as account,
    min(posts.account_name) as name
  from posts
  inner join chosen on posts.platform || ':' || posts.id = chosen.value
  group by chosen.value
),
repeated as (
  select chosen.value, min(posts."text") as "text"
  from posts
  inner join chosen on posts.platform || ':' || posts.repost_of = chosen.value
  group by chosen.value
)
select chosen.value, itself.account, itself.name, repeated."text" as "text"
from chosen
left join itself on chosen.value = itself.value
left join repeated on chosen.value = repeated.value
