"""What the product knows, without I/O: reading, matching, exporting."""
