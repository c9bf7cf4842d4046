"""Asking the server of a data directory that runs already for a link into it."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from varre.datadir.access import Address
from varre.errors import UsageError

__all__ = ["link_of"]

_PATIENCE_S = 10.0


def link_of(address: Address, token: str, path: str = "/") -> str:
    """A fresh link of the server at ``address``. Raises `UsageError` if it gives none."""
    request = urllib.request.Request(
        f"{address.url}/api/links",
        data=json.dumps({"path": path}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    # Never through a proxy: the server is on this machine, and the token is not for others.
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=_of_this_machine())
    )
    try:
        with opener.open(request, timeout=_PATIENCE_S) as response:
            return str(json.load(response)["url"])
    except urllib.error.HTTPError as error:
        if error.code == 401:
            raise UsageError(
                f"the server at {address.url} has another token: VARRE_TOKEN must be as it was there"
            ) from None
        raise UsageError(f"the server at {address.url} gives no link: {error.reason}") from None
    except (OSError, ValueError, KeyError) as error:
        where = urlsplit(address.url).netloc
        raise UsageError(f"a server of this data directory runs at {where}, but does not answer: {error}") from None


def _of_this_machine() -> ssl.SSLContext:
    """Any certificate will do: that this is the server is known from a file and a lock that only this user has."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
