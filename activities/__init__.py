"""What workflows call: load, call domain or adapter, store."""
