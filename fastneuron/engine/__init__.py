"""The kernels and the drivers that run them: plain arrays in, plain arrays out."""
