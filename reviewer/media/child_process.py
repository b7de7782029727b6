"""The decoding child as a process: started, greeted, ended."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from typing import BinaryIO, cast

from reviewer.media import protocol
from reviewer.media.launch import environment
from reviewer.media.pipe import Pipes, WatchedPipes
from reviewer.media.protocol import Hello


def _alarm(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
    timer = threading.Timer(seconds, call)
    timer.start()

    def cancel() -> None:
        timer.cancel()
        timer.join()

    return cancel


class Child:
    """One child process, from its hello to its end."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=os.path.abspath(os.sep),
            env=environment(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.pid = self._process.pid
        ends = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        self.pipes: Pipes | WatchedPipes
        if hasattr(select, "poll"):
            self.pipes = Pipes(*ends)
        else:
            self.pipes = WatchedPipes(*ends, self.kill, _alarm)
        try:
            self.hello = self._greet(time.monotonic() + seconds)
        except BaseException:
            self.end()
            raise

    def _greet(self, deadline: float) -> Hello:
        head = protocol.parse_reply(self.pipes.receive(protocol.REPLY_SIZE, deadline))
        protocol.check_hello(head)
        return protocol.parse_hello(self.pipes.receive(head.length, deadline))

    def quiet(self) -> bool:
        """Whether it runs and has said nothing unasked."""
        return self._process.poll() is None and not self.pipes.unasked()

    def kill(self) -> None:
        """End the process with all of its group at once."""
        if self._process.poll() is not None:
            return
        if os.name != "posix":
            self._process.kill()
            return
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()

    def end(self) -> None:
        """Kill, close and reap."""
        self.kill()
        self.pipes.close()
        self._process.wait(timeout=10)
