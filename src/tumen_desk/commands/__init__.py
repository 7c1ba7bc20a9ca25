"""`tumen desk …`: the commands over a store, registered with the library's command line by entry point."""
