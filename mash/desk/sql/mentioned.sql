-- Grain: one row per person asked for, or named with one of them in any row kept.
create table mentioned as
select person_no from asked
union
select other_no from kept.tie
union
select other_no from kept.possible_identity
union
select other_no from kept.declared_relationship
union
select other_no from kept.referral
union
select person_no from kept.stay
union
select person_no from kept.event_role
