-- Grain: one row per record that an adoption closed: reason RC1 of the children in need census (docs/sources.md, D17) on an
-- episode or referral of the child. Who the child has become since is sealed.
create or replace temp table sealed_record as
select child_record_key as record_key from episode where closure_reason = 'RC1'
union
select child_record_key from referral where closure_reason = 'RC1'
