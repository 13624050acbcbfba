-- Sets of words of messages within a window whose Jaccard similarity is at least $similarity, both ways round.
-- reads: words, rows
-- writes: a, b
-- parameters: $similarity, $bucket
with present as (
  select distinct object as words, cast(floor(t / $bucket) as bigint) as bucket from rows
),
heads as (
  select words.words, words.n_words, words.word, present.bucket
  from words
  join present on present.words = words.words
  where words.leads
),
spread as (
  select *, bucket as meets from heads
  union all
  select *, bucket + 1 as meets from heads
  union all
  select *, bucket - 1 as meets from heads
),
candidates as (
  select distinct heads.words as a, spread.words as b, heads.n_words as n_a, spread.n_words as n_b
  from heads
  join spread on spread.word = heads.word and spread.meets = heads.bucket
  where heads.words < spread.words
    and heads.n_words >= spread.n_words * $similarity - 0.000001
    and spread.n_words >= heads.n_words * $similarity - 0.000001
),
common as (
  select candidates.a, candidates.b, candidates.n_a, candidates.n_b, count(*) as n_common
  from candidates
  join words as of_a on of_a.words = candidates.a
  join words as of_b on of_b.words = candidates.b and of_b.word = of_a.word
  group by candidates.a, candidates.b, candidates.n_a, candidates.n_b
),
found as (
  select a, b from common where n_common / (n_a + n_b - n_common) >= $similarity
)
select a, b from found
union all
select b, a from found
union all
select distinct words, words from words where $similarity <= 1
