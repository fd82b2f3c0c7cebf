"""Gap junctions within a kernel: what neurons take from each other's potentials and give of their own."""
