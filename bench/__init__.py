"""Speed of the whole product on real parts: `python -m bench`."""
