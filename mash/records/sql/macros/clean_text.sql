-- Free text without outer space; null when empty.
create or replace macro clean_text(given) as unless_empty(trim(given))
