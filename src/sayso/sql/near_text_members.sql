-- The texts that are in any candidate pair.
-- reads: pairs, texts
-- writes: text, value
select texts.text, texts.value
from texts
inner join (
  select later as text from pairs
  union
  select earlier as text from pairs
) as members on texts.text = members.text
