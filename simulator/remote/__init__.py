"""An exercise somewhere else, spoken to as if it were here."""
