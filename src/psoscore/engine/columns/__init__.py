"""The carrier of expressions: what the engine of a lazy frame computes for itself."""
