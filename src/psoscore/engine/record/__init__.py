"""The door for one record: how it is read, scored, judged and explained."""
