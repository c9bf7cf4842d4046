"""What search and stopping share: configurations as arrays, kernels, a Gaussian process, the warping of losses."""
