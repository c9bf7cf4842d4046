"""The use cases of an agent over HTTP, by the standard library alone."""

from __future__ import annotations

from varre.client.address import Address
from varre.client.client import Client
from varre.client.listening import ListeningClient

__all__ = ["Address", "Client", "ListeningClient"]
