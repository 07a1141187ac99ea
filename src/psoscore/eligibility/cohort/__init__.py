"""Many people at once: screened in arrays and in frames, and counted."""
