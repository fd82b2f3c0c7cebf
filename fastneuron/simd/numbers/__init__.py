"""Numbers that equations are written in: traced, fused, with a derivative."""
