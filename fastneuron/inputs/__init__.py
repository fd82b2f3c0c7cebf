"""What drives neurons: currents, delta inputs, noise, events; checked, and as the engine takes them."""
