"""Elementary functions of lanes, with stated errors and the same bits everywhere."""
