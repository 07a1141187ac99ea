"""Cell doses and infusion schedules."""
