"""The door for arrays: how columns of numbers are read and computed, block by block."""
