-- The different sets of words of messages, with at least $min_words of them; a set without words is like no other.
-- reads: rows
-- writes: words, n_words
-- parameters: $min_words
with counted as (
  select distinct object as words, cardinality(string_split(object, ' ')) as n_words
  from rows
  where object <> ''
)
select words, n_words
from counted
where n_words >= $min_words
