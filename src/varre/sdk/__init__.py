"""What a training script imports: init, log, config, finish, agent, sweep. `varre` itself re-exports the names."""
