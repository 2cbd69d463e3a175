"""Job boards and feeds: one module per source kind."""
