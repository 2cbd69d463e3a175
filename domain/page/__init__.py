"""Our own page: the printed form of a profile, written by `domain.exporting` and read back by `domain.reading`."""
