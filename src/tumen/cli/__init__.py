"""`tumen …` over files. Nothing on standard output but the result; errors and progress on standard error."""
