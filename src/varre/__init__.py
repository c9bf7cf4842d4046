"""Varre: hyperparameter sweeps, offline."""
