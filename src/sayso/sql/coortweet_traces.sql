-- How many posts have something that CooRTweet could take for the object: what the table names, a repost, a link.
-- reads: posts
-- writes: object, repost, url
select
  count(case when cardinality(objects) > 0 then 1 end) as object,
  count(repost_of) as repost,
  count(case when cardinality(links) > 0 then 1 end) as url
from posts
