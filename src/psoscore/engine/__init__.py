"""One interpreter for every term, and a folder for each door."""
