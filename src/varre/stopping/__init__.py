"""When to give up."""
