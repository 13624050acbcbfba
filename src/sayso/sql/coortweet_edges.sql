-- CooRTweet's edge list. `n_content_id` and `n_content_id_y` count the contents of the older and the newer side whatever
-- account they are of, as CooRTweet does, though its documentation says: per account. Which account is `from` follows
-- igraph: the one that came first as the smaller name of an edge, in CooRTweet's order of pairs.
-- reads: weights, contents, accounts
-- writes: from, to, weight, avg_time_delta, n_content_id, n_content_id_y, edge_symmetry_score, weight_threshold
-- parameters: $threshold, $subgraph
with met as (
  select a as account, min(first) as first from weights group by a
),
turned as (
  select
    weights.*,
    case when b_met.first < a_met.first then weights.b else weights.a end as source,
    case when b_met.first < a_met.first then weights.a else weights.b end as target,
    coalesce(contents.n_older, 1) as n_older,
    coalesce(contents.n_newer, 1) as n_newer
  from weights
  join met as a_met on a_met.account = weights.a
  left join met as b_met on b_met.account = weights.b
  left join contents on contents.a = weights.a and contents.b = weights.b
)
select
  sources.name as "from",
  targets.name as "to",
  turned.weight,
  turned.seconds / turned.weight as avg_time_delta,
  turned.n_older as n_content_id,
  turned.n_newer as n_content_id_y,
  least(turned.n_older, turned.n_newer) / greatest(turned.n_older, turned.n_newer) as edge_symmetry_score,
  case when turned.weight > $threshold then 1 else 0 end as weight_threshold
from turned
join accounts as sources on sources.account = turned.source
join accounts as targets on targets.account = turned.target
where $subgraph = 0 or turned.weight > $threshold
