"""Protocols as JSON, for other programs and other people."""
