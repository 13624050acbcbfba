-- The posts that link to documents of the case. documents: normalised addresses, each with a number.
-- reads: shares, documents
-- writes: claim, account, post
select documents.claim, shares.account, shares.post
from shares
inner join documents on shares.value = documents.url
where shares.trace = 'url'
