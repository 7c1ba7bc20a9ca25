"""Events in the desk: which tellings are of one happening, what carries each, and the review of that."""
