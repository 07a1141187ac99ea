"""Psoriasis trials, scored exactly."""
