-- Each share by a member of what at least two members of the network share.
-- reads: acts, members, things
-- writes: network, object, account, post, t
select members.network, acts.object, acts.account, acts.post, acts.t
from acts
inner join members on acts.account = members.account
inner join things on members.network = things.network and acts.object = things.object
