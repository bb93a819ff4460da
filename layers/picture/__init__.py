"""From what is on the map to marks that every paper can draw."""
