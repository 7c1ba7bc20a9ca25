"""Who works here: users, roles, sign-in. `access` is the one door that says who may do what, and why."""
