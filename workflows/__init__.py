"""Orchestration only: order, time-outs, retries, signals, fan-out."""
