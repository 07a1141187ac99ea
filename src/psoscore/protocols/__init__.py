"""Trials as data."""
