"""What things are: frozen values that know no clock, disk or network."""
