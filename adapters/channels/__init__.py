"""Ways to reach a user: in-app, Discord, signed HTTP."""
