-- Who shares what, however often.
-- reads: acts
-- writes: object, account
select distinct object, account from acts
