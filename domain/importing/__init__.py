"""Data to profile: JSON Resume, a LinkedIn archive, our own table. `profiles.read_profile` is the way in."""
