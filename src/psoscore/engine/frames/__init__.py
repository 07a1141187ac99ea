"""The door for data frames: in memory through arrays, lazy ones through expressions or batches."""
