"""How a force gets there: sea, air and land routes that obey water, fuel and politics."""
