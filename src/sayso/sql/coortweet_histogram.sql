-- How many of CooRTweet's edges have each weight.
-- reads: weights
-- writes: weight, n_edges
select weight, count(*) as n_edges
from weights
group by weight
