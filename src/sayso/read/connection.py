"""HTTP to an address that was checked: a name is resolved once, and what was checked is what is used."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass

from sayso.errors import NetworkError
from sayso.read.addresses import Address

CHUNK = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Status, headers (names in lower case, repeated ones joined by commas) and the body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to connect and what to ask for."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address


class Deadline:
    """One deadline for a whole fetch: a server that sends a byte a second must not keep us."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._seconds = seconds

    def left(self) -> float:
        """Return the seconds that are left; raise `NetworkError` (``timeout``) when none are."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise NetworkError(
                f"no complete answer within {self._seconds:g} s",
                code="timeout",
                remedy="try again later, or raise max_fetch_seconds",
            )
        return left


class _Connection(http.client.HTTPConnection):
    """Connect to `Target.address`; name, Host header and certificate stay those of `Target.host`."""

    def __init__(self, target: Target, deadline: Deadline, context: ssl.SSLContext | None) -> None:
        super().__init__(target.host, target.port, timeout=deadline.left())
        self._target = target
        self._context = context
        # http.client forgets `sock` once the header is read; the body still comes over it.
        self._wire: socket.socket | None = None
        self.default_port = 443 if target.scheme == "https" else 80  # what the Host header may leave out

    def connect(self) -> None:
        address = (str(self._target.address), self._target.port)
        self.sock = self._wire = socket.create_connection(address, timeout=self.timeout)
        if self._context is not None:
            name = self._target.host
            # The handshake comes after it is stored, so that `cut` reaches it too.
            self.sock = self._wire = self._context.wrap_socket(
                self.sock, server_hostname=name, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        """End whatever this connection waits for; called from another thread when the deadline has passed."""
        if self._wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)


def exchange(
    target: Target,
    headers: Mapping[str, str],
    *,
    deadline: Deadline,
    max_bytes: int,
    context: ssl.SSLContext | None = None,
) -> Reply:
    """Send one GET and return the reply, its body at most ``max_bytes`` long.

    ``context`` verifies the certificate; by default the system's authorities do.
    Raise `NetworkError` with code ``timeout``, ``too-large``, ``tls`` or ``unreachable``.
    """
    tls = None if target.scheme == "http" else context or ssl.create_default_context()
    connection = _Connection(target, deadline, tls)
    place = f"{target.scheme}://{target.host}"
    # A timeout of the socket counts from the last byte; a header sent a byte at a time would hold us for
    # days.
    watch = threading.Timer(deadline.left() + 0.01, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.request("GET", target.path, headers=dict(headers))
        with closing(connection.getresponse()) as response:
            body = _read(response, deadline, max_bytes)
            names = {name.lower(): ", ".join(response.headers.get_all(name, [])) for name in response.headers}
            return Reply(status=response.status, headers=names, body=body)
    except ssl.SSLError as error:
        deadline.left()
        raise NetworkError(
            f"{place}: the encrypted connection was refused: {error.reason or error}",
            code="tls",
            remedy="open the address in a browser and look at its certificate; sayso does not go on without",
        ) from None
    except TimeoutError:
        deadline.left()
        raise NetworkError(f"{place}: no answer in time", code="timeout", remedy="try again later") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        deadline.left()
        raise NetworkError(
            f"{place} did not answer as a web server does: {type(error).__name__} {error}"[:300].rstrip(),
            code="unreachable",
            remedy="check the address and the connection, then try again",
        ) from None
    finally:
        watch.cancel()
        connection.close()


def _read(response: http.client.HTTPResponse, deadline: Deadline, max_bytes: int) -> bytes:
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise _too_large(max_bytes)
    pieces: list[bytes] = []
    n_bytes = 0
    while True:
        piece = response.read1(CHUNK)
        deadline.left()  # also when the connection was cut: a part must not pass for the whole
        if not piece:
            break
        n_bytes += len(piece)
        if n_bytes > max_bytes:
            raise _too_large(max_bytes)
        pieces.append(piece)
    if response.length:  # the connection closed before the announced end
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _too_large(max_bytes: int) -> NetworkError:
    return NetworkError(
        f"the answer is longer than {max_bytes:,} bytes", code="too-large", remedy="raise max_fetch_bytes"
    )
