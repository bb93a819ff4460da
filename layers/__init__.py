"""Everything that is on the map and the engine that computes it. No Qt here."""
