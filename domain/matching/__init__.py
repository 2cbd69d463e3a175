"""A profile against a posting: a score from 0 to 100 with its reasons."""
