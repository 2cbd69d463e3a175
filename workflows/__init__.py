"""Orchestration only: order, time-outs, retries, signals, fan-out.

Empty on purpose: the sandbox loads this package anew for every run, and with it whatever is imported here.
"""
