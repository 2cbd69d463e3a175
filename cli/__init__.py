"""The command vitaeflow."""
