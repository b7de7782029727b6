"""The watch on system calls, and the fence where it is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.packaging import fence
from reviewer.packaging.watching import internet_calls

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "line",
    [
        "12 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
        "12 socket(AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EPERM",
        "12 socket(AF_PACKET, SOCK_RAW, htons(0x3 /* ETH_P_ALL */)) = 3",
        '12 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr="192.0.2.1"}, 16) = 0',
    ],
)
def test_an_internet_call_is_seen(line: str) -> None:
    assert internet_calls(f"11 socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = 0\n{line}\n") == [line]


def test_local_sockets_are_none() -> None:
    trace = "11 socket(AF_UNIX, SOCK_STREAM, 0) = 3\n11 socket(AF_NETLINK, SOCK_RAW, 0) = 4\n"
    assert internet_calls(trace) == []


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("kill", [True, False])
def test_every_jump_of_the_fence_lands_in_it(machine: str, kill: bool) -> None:
    code = fence.program(machine, kill=kill)
    steps = [code[at : at + 8] for at in range(0, len(code), 8)]
    for number, step in enumerate(steps):
        assert number + 1 + max(step[2], step[3]) <= len(steps)


OPEN = "import socket; socket.socket(socket.{}).close(); print('open')"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="seccomp is of Linux")
@pytest.mark.parametrize("family, opens", [("AF_INET", False), ("AF_UNIX", True)])
@pytest.mark.parametrize("kill", [[], ["--kill"]])
def test_the_fence(family: str, opens: bool, kill: list[str]) -> None:
    command = [sys.executable, "-m", "reviewer.packaging.fence", *kill]
    done = subprocess.run(
        [*command, sys.executable, "-c", OPEN.format(family)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout == "open\n") is opens
    if not opens:
        assert done.returncode == (-31 if kill else 1)  # SIGSYS
