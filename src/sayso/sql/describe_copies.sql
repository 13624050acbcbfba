-- For each network, the texts that at least two members post, and those of them that go with one link or other thing
-- in at least $repeats of their posts: what a share button writes.
-- reads: acts, objects, members
-- writes: network, n_texts, n_with_link
-- parameters: $repeats
with of_members as (
  select members.network, acts.object, count(distinct acts.account) as n_members
  from acts
  inner join members on acts.account = members.account
  where acts.trace = 'near-text'
  group by members.network, acts.object
)
select
  of_members.network,
  count(*) as n_texts,
  count(case when coalesce(objects.repeats, 0) >= $repeats then 1 end) as n_with_link
from of_members
inner join objects on of_members.object = objects.object
where of_members.n_members > 1
group by of_members.network
