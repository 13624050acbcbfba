"""Which addresses sayso may connect to: public ones, and none that only look public."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Allow = Callable[[Address], bool]
Resolve = Callable[[str, int], list[Address]]

# IPv6 ranges that carry an IPv4 address inside; the number is where its 32 bits start.
_EMBEDDED: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 96),  # IPv4-mapped
    (IPv6Network("::ffff:0:0:0/96"), 96),  # IPv4-translated (SIIT)
    (IPv6Network("::/96"), 96),  # IPv4-compatible, deprecated, still routed to IPv4 by some stacks
    (IPv6Network("64:ff9b::/96"), 96),  # NAT64
    (IPv6Network("64:ff9b:1::/48"), 96),  # NAT64 for local use
    (IPv6Network("2002::/16"), 16),  # 6to4
)
# Beyond what `is_global` refuses on every Python we support (it changed in 3.11.9 and 3.12.4).
_REFUSED = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; holds Alibaba's metadata service, 100.100.100.200
        "168.63.129.16/32",  # Azure's host agent, a public address that every machine there reaches
        "192.0.0.0/24",  # holds Oracle's metadata service, 192.0.0.192
        "192.88.99.0/24",  # 6to4 relays
        "198.18.0.0/15",
        "2001::/23",  # protocol assignments; holds Teredo, which carries obfuscated IPv4
        "fec0::/10",
        "5f00::/16",
    )
)


def is_public(address: Address) -> bool:
    """Tell whether ``address``, and any IPv4 address inside it, is a unicast one of the public internet."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        for network, start in _EMBEDDED:
            if address in network:
                inside = IPv4Address(int(address) >> (128 - start - 32) & 0xFFFFFFFF)
                return network.prefixlen in (16, 96) and is_public(inside) and int(address) > 2**32
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address.version == network.version and address in network for network in _REFUSED)


def resolve(host: str, port: int) -> list[Address]:
    """Return every address of ``host``, in the system's order; raise `OSError` when there is none.

    The system's resolver also reads ``2130706433``, ``0x7f.1`` and ``0177.0.0.1`` as addresses: what it makes
    of a name is what is checked, never the name.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(entry[4][0]) for entry in found))
