-- The co-shares in which a member of a network takes part.
-- reads: co_shares, members
-- writes: trace, object, a, b, delay, n_shares
select co_shares.trace, co_shares.object, co_shares.a, co_shares.b, co_shares.delay, co_shares.n_shares
from co_shares
left join members as of_a on co_shares.a = of_a.account
left join members as of_b on co_shares.b = of_b.account
where of_a.account is not null or of_b.account is not null
