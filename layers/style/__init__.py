"""How things on the map look: colours, pens, type, symbols."""
