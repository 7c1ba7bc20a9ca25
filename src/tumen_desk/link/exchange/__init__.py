"""Private comparison in the desk: how many people do our lists share, without showing a name."""
