-- Messages by the text that the coordination-network-toolkit compares: whole texts made alike, or sets of words.
-- reads: texts
-- writes: object, account, message, t
-- parameters: $network
select
  case $network when 'co_tweet' then whole when 'co_similar_tweet' then words else '' end as object,
  case
    when (select count(distinct platform) > 1 from texts) then platform || ':' || account_id
    else account_id
  end as account,
  row_number() over (order by platform, id) as message,
  created_epoch as t
from texts
