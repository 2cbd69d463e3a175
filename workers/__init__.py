"""The processes that execute workflows and activities."""
