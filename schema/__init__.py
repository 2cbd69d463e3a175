"""The vocabulary: what crosses a boundary between rooms, processes or machines."""
