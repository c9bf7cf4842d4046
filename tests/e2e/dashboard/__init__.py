"""The dashboard in a real browser, on real servers.

A package, so that pytest can end the browser when these tests have ended: while Playwright's runs, nothing else can use
asyncio. What stands beside the tests is imported by its bare name (``from served import Served``).
"""
