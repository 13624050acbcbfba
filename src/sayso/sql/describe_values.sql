-- What the numbers of some objects stand for.
-- reads: objects, chosen
-- writes: object, trace, value
select objects.object, objects.trace, objects.value
from objects
inner join chosen on objects.object = chosen.object
