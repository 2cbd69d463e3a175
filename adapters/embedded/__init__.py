"""PostgreSQL and Temporal as children of this process, for a machine with nothing installed."""
