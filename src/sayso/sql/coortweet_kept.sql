-- The contents that keep a pair: those of accounts with at least $min_participation rows whose content is in some pair.
-- reads: acts
-- writes: content
-- parameters: $window, $loops, $min_participation
with spread as (
  select *, bucket as meets from acts where bucket is not null
  union all
  select *, bucket + 1 as meets from acts where bucket is not null
),
pairs as (
  select older.content as older, newer.content as newer
  from spread as older
  join acts as newer on newer.object = older.object and newer.bucket = older.meets
  where newer.t - older.t <= $window
    and (older.t < newer.t or (older.t = newer.t and older.seat < newer.seat))
    and ($loops = 1 or (older.account <> newer.account and older.content <> newer.content))
),
paired as (
  select distinct unnest([older, newer]) as content from pairs
),
present as (
  select acts.account, acts.content from acts join paired on paired.content = acts.content
),
active as (
  select account from present group by account having count(*) >= $min_participation
)
select distinct present.content
from present
join active on active.account = present.account
