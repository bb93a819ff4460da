"""Maps beside the map: another place, another scenario, each the same widget with a sheet of its own."""
