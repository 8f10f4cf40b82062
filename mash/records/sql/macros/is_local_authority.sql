-- Whether three digits are a DfE local-authority number, present or past: a UPN keeps the number of the authority that
-- first gave it. Ranges of GOV.UK "Local authority codes" (England, from 2011 with 838-839 and 940-943 since) and of
-- Wales (660-681).
create or replace macro is_local_authority(code) as
    code between 201 and 213 or code between 301 and 320 or code between 330 and 336 or code between 340 and 344
    or code between 350 and 359 or code between 370 and 373 or code between 380 and 384 or code between 390 and 394
    or code = 420 or code between 660 and 681 or code between 800 and 896 or code between 901 and 943
