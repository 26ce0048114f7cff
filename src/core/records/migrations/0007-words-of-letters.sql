-- Only words of letters are parts of compounds or mistyped; references and numbers are found as they stand.
delete from records.search_word where word !~ '^[[:alpha:]]+$';
