"""One instrument, one file: each a definition made of terms, with its sources."""
