"""The server: the scheduler over HTTP, its event stream, and the dashboard's page.

A request passes, from the outside in: headers that browsers obey (`headers`), who may come in (`security`), how much
may be sent (`limits`), compression, the route. Routes are synchronous and run in the thread pool, as store and
scheduler are; nothing here decides anything that the scheduler decides.
"""
