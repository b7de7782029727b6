"""``python -m reviewer``: the decode worker first, before anything else is imported; then foreign
variables for Qt are taken away, before Qt could read them, and the decoder of video is refused."""

from __future__ import annotations

import sys


def run() -> int:
    """Start the command line, or be the decoding child."""
    if "--decode-worker" in sys.argv[1:2]:
        from reviewer.media.child import main as child

        return child(films=sys.argv[2:3] == ["films"])
    from reviewer import offline

    offline.scrub()
    offline.keep_out()
    from reviewer.cli import main

    main(prog_name="reviewer")
    return 0


if __name__ == "__main__":
    sys.exit(run())
