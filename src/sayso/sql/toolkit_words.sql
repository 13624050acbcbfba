-- The words of each set, rarest first. Two sets as similar as $similarity share one of their first words, those that `leads`:
-- all but n * $similarity, and one (Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins").
-- reads: sets
-- writes: words, n_words, word, leads
-- parameters: $similarity
with parts as (
  select words, n_words, unnest(string_split(words, ' ')) as word from sets
),
counted as (
  select word, count(*) as n_sets from parts group by word
),
ranked as (
  select
    parts.words,
    parts.n_words,
    parts.word,
    row_number() over (partition by parts.words order by counted.n_sets, parts.word) as nth
  from parts
  join counted on counted.word = parts.word
)
-- A little less than the product, so that its rounding loses no pair; what is too much falls to the comparison.
select words, n_words, word, nth <= n_words - ceil(n_words * $similarity - 0.000001) + 1 as leads
from ranked
