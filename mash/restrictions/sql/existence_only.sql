-- Grain: leaves of the flags of one scheme only that they are there, and whom to ask. One whose dates had run out by the
-- day is expired; after that its dates are content too. All count as one kind: the category would tell by it.
update flag
set
    kind = $counts_as,
    category = $contact,
    level = null,
    authority = null,
    status = case when status = 'current' and valid_to < $as_of::date then 'expired' else status end,
    valid_from = null,
    valid_to = null
where scheme = $scheme
