-- Candidates for near copies: each text with the first and with the last text before it that has one of its shingles.
-- Never all pairs: a shingle that a million texts have gives two million rows. A pair has $min_shared such shingles.
-- reads: shingles
-- writes: later, earlier, n_shared
-- parameters: $min_shared
with neighbours as (
  select
    text,
    min(text) over (partition by shingle) as first_text,
    lag(text) over (partition by shingle order by text) as last_text
  from shingles
),
candidates as (
  select text as later, last_text as earlier from neighbours where last_text is not null
  union all
  select text as later, first_text as earlier from neighbours where first_text < last_text
)
select later, earlier, count(*) as n_shared
from candidates
group by later, earlier
having count(*) >= $min_shared
