-- How much is gone is still said, by kind; not what it was.
update change
set gone = []
where len(gone) > 0
