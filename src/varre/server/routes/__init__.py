"""The routes, one module a subject; each has a ``router``, and what it must know comes by `varre.server.deps`."""
