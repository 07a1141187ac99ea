"""Data in the shapes that other programs read: analysis data sets, transport files."""
