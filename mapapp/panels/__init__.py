"""What stands beside the map: theatre browser, layer tree, inspector with the response table, measurement."""
