"""The FastAPI front end: starts workflows, answers status, streams events."""
