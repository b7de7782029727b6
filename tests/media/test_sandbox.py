"""What the locked process can still do: nothing, and where a layer is missing it says why."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.media import landlock, sandbox, seccomp
from reviewer.media.client import Decoder
from reviewer.media.launch import has_films
from tests.conftest import ROOT

PROBE = Path(__file__).with_name("probe.py")
LINUX = sys.platform.startswith("linux")
DENIED = {"EPERM", "EACCES", "EMFILE", "ENOMEM", "ENOSYS"}

# What each layer stops by itself, among the probes.
BY_LANDLOCK = {"open", "own source", "write", "list"}
BY_LANDLOCK_6 = {"tcp", "signal the parent"}
NOT_BY_SECCOMP = {"much memory"}
BY_RLIMIT = {"open", "list", "tcp", "udp", "unix", "much memory"}


def probe(layers: str, *modules: str) -> tuple[dict[str, str], dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-I", "-B", str(PROBE), str(ROOT), layers, *modules],
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    answer = json.loads(done.stdout)
    return answer["layers"], answer["probes"]


def says_why(state: str) -> bool:
    """Either on, or off with a reason; never an empty or a bare word."""
    return state.startswith("on") or (state.startswith("off: ") and len(state) > 10)


def off_or_none(state: str) -> bool:
    """Whether a layer is missing here; it must say so, and then its probes promise nothing."""
    assert says_why(state)
    return not state.startswith("on")


@pytest.fixture(scope="module")
def whole() -> tuple[dict[str, str], dict[str, str]]:
    if not LINUX:
        pytest.skip("the probes use Linux system calls")
    return probe(",".join(sandbox.LAYERS))


def test_every_layer_is_on_or_says_why(whole: tuple[dict[str, str], dict[str, str]]) -> None:
    assert set(whole[0]) == set(sandbox.LAYERS)
    assert all(says_why(state) for state in whole[0].values())


def test_nothing_is_left_when_all_layers_are_on(
    whole: tuple[dict[str, str], dict[str, str]],
) -> None:
    layers, probes = whole
    if any(off_or_none(state) for state in layers.values()):
        return
    assert len(probes) == 21
    assert {name: got for name, got in probes.items() if got not in DENIED} == {}


def test_landlock_by_itself(whole: object) -> None:
    layers, probes = probe("landlock")
    assert layers["seccomp"] == "off: not asked for"
    if off_or_none(layers["landlock"]):
        return
    expected = BY_LANDLOCK | (BY_LANDLOCK_6 if layers["landlock"] == "on" else set())
    assert {name for name in expected if probes[name] not in DENIED} == set()
    assert probes["udp"] == "allowed", "the reason why there are two layers"


def test_seccomp_by_itself(whole: object) -> None:
    layers, probes = probe("seccomp")
    if off_or_none(layers["seccomp"]):
        return
    assert {n for n, got in probes.items() if got not in DENIED} <= NOT_BY_SECCOMP


def test_limits_by_themselves(whole: object) -> None:
    layers, probes = probe("rlimit")
    if off_or_none(layers["rlimit"]):
        return
    assert {name for name in BY_RLIMIT if probes[name] not in DENIED} == set()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_list_of_calls_is_sound(machine: str) -> None:
    calls = seccomp.numbers(machine)
    assert len(set(calls.values())) == len(calls), "two names, one number"
    assert max(calls.values()) <= 462
    for name in ("openat", "socket", "clone", "clone3", "execve", "ptrace", "io_uring_setup"):
        assert name in calls
    allowed = {"x86_64": {0, 1, 9, 10, 11, 12, 231}, "aarch64": {63, 64, 222, 226, 215, 214, 94}}
    assert not allowed[machine] & set(calls.values()), "read, write, memory and exit stay"
    assert len(seccomp.program(machine)) % 8 == 0
    assert len(seccomp.program(machine)) // 8 < 4096


def test_the_numbers_are_those_of_this_kernel() -> None:
    header = Path(f"/usr/include/{platform.machine()}-linux-gnu/asm/unistd_64.h")
    if platform.machine() != "x86_64" or not header.exists():
        assert says_why("off: no header of the kernel here to compare with")
        return
    rows = [line.split() for line in header.read_text("ascii").splitlines()]
    known = {r[1].removeprefix("__NR_"): int(r[2]) for r in rows if r[:1] == ["#define"] and r[2:]}
    calls = seccomp.numbers("x86_64")
    assert {n: v for n, v in calls.items() if n in known and known[n] != v} == {}
    assert len(calls.keys() & known.keys()) > 200


def test_landlock_handles_what_each_kernel_knows() -> None:
    assert landlock.handled(1) == ((1 << 13) - 1, 0, 0, 8)
    assert landlock.handled(4) == ((1 << 15) - 1, 3, 0, 16)
    assert landlock.handled(7) == ((1 << 16) - 1, 3, 3, 24)


def test_other_systems_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert landlock.restrict() == "off: Landlock exists on Linux only"
    assert seccomp.restrict() == "off: seccomp exists on Linux only"
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert seccomp.restrict() == "off: no list of system calls for riscv64"


def test_the_real_child_is_locked_as_it_says() -> None:
    with Decoder() as decoder:
        layers = decoder.layers()
        assert all(says_why(state) for state in layers.values())
        if not LINUX or off_or_none(layers["seccomp"]):
            return
        status = Path(f"/proc/{decoder.child_pid}/status").read_text("ascii")
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert fields["Seccomp"] == "2"
        assert fields["NoNewPrivs"] == "1"
        assert fields["Threads"] == "1"
        assert os.getpgid(decoder.child_pid or 0) == decoder.child_pid


@pytest.mark.skipif(not has_films(), reason="the extra video is not installed")
@pytest.mark.skipif(not LINUX, reason="the kernel layers are of Linux")
def test_with_the_decoder_of_video_loaded_no_socket_can_be_opened() -> None:
    layers, probes = probe(",".join(sandbox.LAYERS), "av")
    assert all(says_why(state) for state in layers.values())
    if off_or_none(layers["seccomp"]):
        pytest.skip(f"seccomp is {layers['seccomp']}")
    for name in ("tcp", "mptcp", "udp", "unix", "abstract unix", "fork", "exec"):
        assert probes[name] in DENIED, name
