"""The child may crash, hang, lie or starve: the program says so and decodes the next picture."""

from __future__ import annotations

import hashlib
import io
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from reviewer.media import protocol
from reviewer.media.client import DecodeFailed, Decoder, Limits, Spec, child_command
from reviewer.media.model import PoisonList
from reviewer.media.pipe import GoneError, LateError, WatchedPipes
from tests.conftest import ROOT

HERE = Path(__file__).parent
THUMB = Spec("thumb", 64, 64)
PATIENT = Limits(deadline=30.0, start=60.0, faults_a_minute=50)
POSIX = os.name == "posix"


def script(name: str, *args: str) -> list[str]:
    return [sys.executable, "-I", "-B", str(HERE / name), str(ROOT), *args]


def picture(colour: str = "teal", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def failure(decoder: Decoder, data: bytes) -> DecodeFailed:
    with pytest.raises(DecodeFailed) as caught:
        decoder.decode(data, THUMB)
    assert caught.value.message
    assert caught.value.next_step
    return caught.value


def works(decoder: Decoder) -> bool:
    return decoder.decode(picture(), THUMB).rgb == bytes((0, 128, 128)) * (40 * 30)


def test_a_crash_is_told_and_the_next_picture_decodes() -> None:
    memory = PoisonList()
    with Decoder(PATIENT, memory=memory, command=script("crafted.py")) as decoder:
        assert works(decoder)
        first = decoder.child_pid
        error = failure(decoder, b"CRASH")
        assert (error.reason, error.poisonous) == ("crash", True)
        assert memory.poisoned(hashlib.sha256(b"CRASH").hexdigest()) == "crash"
        assert works(decoder)
        assert decoder.child_pid != first


def test_a_poisonous_file_is_not_tried_again_unless_asked() -> None:
    with Decoder(PATIENT, command=script("crafted.py")) as decoder:
        failure(decoder, b"CRASH")
        assert works(decoder)
        before = decoder.child_pid
        assert failure(decoder, b"CRASH").reason == "poisoned"
        assert decoder.child_pid == before, "nothing was started for it"
        with pytest.raises(DecodeFailed) as caught:
            decoder.decode(b"CRASH", THUMB, again=True)
        assert caught.value.reason == "crash"


def test_poison_is_remembered_by_the_store(tmp_path: Path) -> None:
    memory = PoisonList()
    with Decoder(PATIENT, memory=memory, command=script("crafted.py")) as decoder:
        failure(decoder, b"CRASH")
    with Decoder(PATIENT, memory=memory, command=script("crafted.py")) as decoder:
        assert failure(decoder, b"CRASH").reason == "poisoned"
        assert decoder.child_pid is None


def test_a_hang_ends_at_the_deadline() -> None:
    limits = Limits(deadline=1.5, start=60.0)
    with Decoder(limits, command=script("crafted.py")) as decoder:
        assert works(decoder)
        first = decoder.child_pid or 0
        error = failure(decoder, b"HANG")
        assert (error.reason, error.poisonous) == ("hang", True)
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)
        assert works(decoder)


@pytest.mark.skipif(not POSIX, reason="signals of POSIX")
def test_a_stopped_child_is_ended_and_replaced() -> None:
    with Decoder(Limits(deadline=1.5, start=60.0)) as decoder:
        assert works(decoder)
        first = decoder.child_pid or 0
        os.kill(first, signal.SIGSTOP)
        assert failure(decoder, picture("red")).reason == "hang"
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)
        assert works(decoder)


@pytest.mark.skipif(not POSIX, reason="signals of POSIX")
def test_a_child_killed_while_it_waits_blames_no_file() -> None:
    memory = PoisonList()
    with Decoder(PATIENT, memory=memory) as decoder:
        decoder.layers()
        first = decoder.child_pid or 0
        end = os.pidfd_open(first) if hasattr(os, "pidfd_open") else -1
        os.kill(first, signal.SIGKILL)
        if end >= 0:
            select.select([end], [], [], 10)
            os.close(end)
        assert works(decoder)
        assert decoder.child_pid != first
        assert memory.poisoned(hashlib.sha256(picture()).hexdigest()) is None


def test_too_little_memory_is_an_answer_not_a_death() -> None:
    with Decoder(PATIENT, command=script("crafted.py")) as decoder:
        assert works(decoder)
        first = decoder.child_pid
        error = failure(decoder, b"HUNGRY")
        assert (error.reason, error.poisonous) == ("memory", True)
        assert works(decoder)
        assert decoder.child_pid == first


def test_a_picture_too_large_for_the_memory_is_refused() -> None:
    large = picture("navy", (7000, 7000))
    with Decoder(PATIENT, command=script("crafted.py", str(180 * 1024 * 1024))) as decoder:
        assert works(decoder)
        first = decoder.child_pid
        assert failure(decoder, large).reason == "memory"
        assert works(decoder)
        assert decoder.child_pid == first


LIES = "noise zeros short number huge wide empty length jpeg text hello foreign".split()


@pytest.mark.parametrize("how", LIES)
def test_a_lie_is_thrown_away_with_the_liar(how: str) -> None:
    memory = PoisonList()
    with Decoder(PATIENT, memory=memory, command=script("liar.py", how)) as decoder:
        decoder.layers()
        first = decoder.child_pid or 0
        error = failure(decoder, picture())
        assert error.reason == ("crash" if how == "short" else "garbage")
        assert error.poisonous
        assert decoder.child_pid is None
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)
        decoder.layers()
        assert decoder.child_pid != first


def test_what_comes_unasked_never_reaches_the_next_answer() -> None:
    with Decoder(PATIENT, command=script("liar.py", "more")) as decoder:
        assert decoder.decode(b"one", THUMB).rgb == bytes(12)
        first = decoder.child_pid
        assert decoder.decode(b"two", THUMB).rgb == bytes(12)
        assert decoder.child_pid != first


@pytest.mark.parametrize("how", ["no hello", "bad hello"])
def test_a_child_that_does_not_greet_is_not_used(how: str) -> None:
    with Decoder(PATIENT, command=script("liar.py", how)) as decoder:
        error = failure(decoder, picture())
        assert (error.reason, error.poisonous) == ("start", False)


def test_a_program_that_is_not_there() -> None:
    with Decoder(PATIENT, command=[str(HERE / "no-such-program")]) as decoder:
        assert failure(decoder, picture()).reason == "start"


def test_after_too_many_faults_it_rests_and_recovers() -> None:
    now = [1000.0]
    limits = Limits(deadline=30.0, start=60.0, faults_a_minute=3)
    clock = now.__getitem__
    with Decoder(limits, command=script("crafted.py"), clock=lambda: clock(0)) as decoder:
        for n in range(3):
            assert failure(decoder, b"CRASH%d" % n).reason == "crash"
        assert decoder.disabled
        assert failure(decoder, picture()).reason == "disabled"
        now[0] += 61
        assert not decoder.disabled
        assert works(decoder)


def test_a_required_layer_that_is_off_refuses_all() -> None:
    limits = Limits(require=frozenset({"rlimit", "seccomp", "landlock"}))
    with Decoder(limits, command=script("liar.py", "env")) as decoder:
        error = failure(decoder, picture())
        assert error.reason == "sandbox"
        assert "landlock, rlimit, seccomp" in error.message


def test_a_child_that_asks_to_retire_is_replaced() -> None:
    with Decoder(PATIENT, command=script("crafted.py")) as decoder:
        assert decoder.decode(b"RETIRE", THUMB).rgb == b"abc"
        assert decoder.child_pid is None
        assert works(decoder)
        first = decoder.child_pid
        decoder.renew()
        assert works(decoder)
        assert decoder.child_pid != first


def test_a_closed_decoder_says_so() -> None:
    decoder = Decoder(PATIENT)
    decoder.close()
    decoder.close()
    assert failure(decoder, picture()).reason == "closed"


def test_closing_while_a_picture_is_decoded_blames_no_file() -> None:
    memory = PoisonList()
    decoder = Decoder(PATIENT, memory=memory, command=script("crafted.py"))
    decoder.layers()
    reasons: list[str] = []
    at_work = threading.Thread(target=lambda: reasons.append(failure(decoder, b"HANG").reason))
    at_work.start()
    decoder.close()
    at_work.join(30)
    assert reasons == ["closed"]
    assert memory.poisoned(hashlib.sha256(b"HANG").hexdigest()) is None


def test_many_threads_get_their_own_pictures() -> None:
    colours = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255)}
    wrong: list[str] = []
    with Decoder(PATIENT) as decoder:

        def ask(colour: str, rgb: tuple[int, int, int]) -> None:
            for _ in range(20):
                if decoder.decode(picture(colour), THUMB).rgb[:3] != bytes(rgb):
                    wrong.append(colour)

        threads = [threading.Thread(target=ask, args=pair) for pair in colours.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_what_is_known_of_the_lock_waits_for_no_picture_and_starts_no_child() -> None:
    with Decoder(PATIENT) as decoder:
        first = decoder.known_layers()
        assert first == decoder.layers() and decoder.child_pid
        decoder.renew()
        with decoder._lock:  # as while a picture is decoded
            assert decoder.known_layers() == first
        assert decoder.child_pid is None


def test_the_child_outlives_the_thread_that_first_asked() -> None:
    with Decoder(PATIENT) as decoder:
        asking = threading.Thread(target=decoder.layers)
        asking.start()
        asking.join()
        first = decoder.child_pid
        assert works(decoder)
        assert decoder.child_pid == first


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs pidfd of Linux")
def test_the_child_dies_with_the_program() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from reviewer.media.client import Decoder; d = Decoder(); d.layers();"
        "print(d.child_pid, flush=True); sys.stdin.read()"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", code, str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with program:
        assert program.stdout is not None
        child = os.pidfd_open(int(program.stdout.readline()))
        try:
            os.kill(program.pid, signal.SIGKILL)
            assert select.select([child], [], [], 20)[0], "the child still runs"
        finally:
            os.close(child)


def test_the_environment_of_the_child_is_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVIEWER_PASSPHRASE", "secret")
    monkeypatch.setenv("LD_PRELOAD", "")
    with Decoder(PATIENT, command=script("liar.py", "env")) as decoder:
        assert set(decoder.layers()) <= {"LC_ALL", "LC_CTYPE", "SYSTEMROOT", "WINDIR"}


def test_no_variable_or_folder_changes_what_the_child_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("PIL", "reviewer", "json"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit(9)\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with Decoder(PATIENT) as decoder:
        assert works(decoder)


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == [sys.executable, "--decode-worker"]


def test_without_poll_a_timer_keeps_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(select, "poll", raising=False)
    limits = Limits(deadline=1.5, start=60.0)
    with Decoder(limits, command=script("crafted.py")) as decoder:
        assert works(decoder)
        assert failure(decoder, b"HANG").reason == "hang"
        assert failure(decoder, b"CRASH").reason == "crash"
        assert works(decoder)


def test_watched_pipes_tell_the_end_from_the_deadline() -> None:
    def alarm(seconds: float, call: object) -> object:
        timer = threading.Timer(seconds, call)  # type: ignore[arg-type]
        timer.start()
        return timer.cancel

    read, write = os.pipe()
    with open(read, "rb", buffering=0) as source, open(write, "wb", buffering=0) as sink:
        pipes = WatchedPipes(sink, source, sink.close, alarm)  # type: ignore[arg-type]
        sink.write(b"abc")
        assert pipes.receive(3, time.monotonic() + 60) == b"abc"
        with pytest.raises(LateError):
            pipes.receive(3, time.monotonic())
        with pytest.raises(GoneError):
            pipes.receive(3, time.monotonic() + 60)


def test_a_file_that_is_too_large_is_not_even_sent() -> None:
    with Decoder(PATIENT) as decoder:
        assert failure(decoder, bytes(protocol.MAX_BYTES + 1)).reason == "too_many_bytes"
        assert decoder.child_pid is None
        assert failure(decoder, bytes(protocol.MAX_BYTES)).reason == "unrecognised"


def test_what_cannot_be_wished_for() -> None:
    for kind, width, height in (("sharp", 9, 9), ("thumb", 0, 9), ("full", 9, 5000)):
        with pytest.raises(ValueError, match=r"no such kind|a box of"):
            Spec(kind, width, height)
