"""Where agents run. An engine only places agents: it holds no truth, retries nothing and decides nothing."""
