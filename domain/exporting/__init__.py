"""A profile as JSON, CSV, PDF and DOCX."""
