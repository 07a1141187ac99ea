"""One interpreter for every term, and one file for each door."""
