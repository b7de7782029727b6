"""``unshare -n python3 -m reviewer.packaging.alone COMMAND…``: in the empty network namespace it
stands in, wake the loopback (nothing else is there), then become the command.

With the loopback asleep even a refused local address looks like a network that is down, and tests
of what the sandbox denies could not tell the two apart.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

_GET, _SET, _UP = 0x8913, 0x8914, 0x1
_REQUEST = "16sh22x"


def wake() -> None:
    """Bring the loopback of this namespace up; needs the administrator of the namespace.

    Raises:
        OSError: it may not be.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        asked = struct.pack(_REQUEST, b"lo", 0)
        name, flags = struct.unpack(_REQUEST, fcntl.ioctl(handle, _GET, asked))
        fcntl.ioctl(handle, _SET, struct.pack(_REQUEST, name, flags | _UP))


def main(command: list[str]) -> int:
    """Wake the loopback and become the command."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        names = [name for _, name in socket.if_nameindex()]
        if names != ["lo"]:
            raise OSError(f"this is no empty network namespace: {', '.join(names)}")
        wake()
        os.execvp(command[0], command)
    except OSError as error:
        print(f"alone: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
