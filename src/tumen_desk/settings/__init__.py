"""Settings: `config` is what a person may set, `desk` the composition root, `testing` the desk under test."""
