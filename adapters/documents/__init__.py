"""Bytes to text, always in a child process with limits."""
