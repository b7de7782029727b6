"""Set-up: what it decides. That it works on a bare machine is tried on clean checkouts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer import setup, syslibs

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own with two lock files and an environment that has a Python."""
    venv = tmp_path / ".venv"
    python = venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    for name in ("run", "test"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    monkeypatch.setattr(setup, "VENV", venv)
    monkeypatch.setattr(setup, "PYTHON", python)
    for name in ("STAMP", "BUSY", "LOCK"):
        monkeypatch.setattr(setup, name, venv / name.lower())
    monkeypatch.setattr(setup, "LOCK_FILES", {n: tmp_path / n for n in ("run", "test")})
    return tmp_path


def test_stamp(checkout: Path) -> None:
    assert not setup.is_ready("run")
    setup.write_stamp("run")
    assert setup.is_ready("run")
    assert not setup.is_ready("test")
    setup.write_stamp("test")
    assert setup.is_ready("run")
    assert setup.is_ready("test")


@pytest.mark.parametrize("change", ["lock", "busy", "python", "stamp", "moved"])
def test_stamp_is_not_believed_after(
    change: str, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.write_stamp("run")
    if change == "lock":
        (checkout / "run").write_text("another")
    elif change == "busy":
        setup.BUSY.touch()
    elif change == "python":
        setup.PYTHON.unlink()
    elif change == "stamp":
        setup.STAMP.write_text('{"python"')
    else:
        monkeypatch.setattr(setup, "ROOT", checkout / "elsewhere")
    assert not setup.is_ready("run")


def test_clear_keeps_the_lock(checkout: Path) -> None:
    setup.BUSY.touch()
    with setup.one_at_a_time():
        setup.clear()
        assert set(setup.VENV.iterdir()) == {setup.LOCK, setup.BUSY}


HOLD = """
import sys
from pathlib import Path
from reviewer import setup
setup.VENV = Path(sys.argv[1]); setup.LOCK = setup.VENV / "lock"
with setup.one_at_a_time():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_set_up_waits_and_a_dead_one_leaves_no_lock(checkout: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(setup.VENV)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with setup.LOCK.open("a+b") as file:
            assert not setup._try_lock(file, wait=False)
        holder.kill()
        holder.wait()
    with setup.LOCK.open("a+b") as file:
        assert setup._try_lock(file, wait=False)


def test_usage_and_refusal(
    checkout: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setup.main([]) == 2
    assert setup.main(["walk"]) == 2
    assert "python3 -m reviewer.setup test" in capsys.readouterr().err
    monkeypatch.setattr(setup, "OLDEST", (9, 9))
    assert setup.main(["test"]) == 1
    assert "Python 9.9 or newer is needed" in capsys.readouterr().err


def test_all_tests_run_on_all_cores_and_what_is_asked_for_as_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(setup, "ensure", lambda purpose: None)
    monkeypatch.setattr(setup.subprocess, "call", lambda command, cwd: calls.append(command) or 0)
    assert setup.main(["test"]) == setup.main(["test", "--full", "-x"]) == 0
    assert calls[0][3:5] == ["-n", "auto"] and "--dist=loadfile" in calls[0]
    assert calls[1][1:] == ["-m", "pytest", "--full", "-x"]


def test_pip_is_not_led_astray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_FIND_LINKS", "/wheels")
    child = setup.environment(A="b")
    assert "PIP_TARGET" not in child
    assert child["PIP_FIND_LINKS"] == "/wheels"  # the index of this machine stays
    assert child["A"] == "b"


def test_it_runs_without_any_package() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
         "import reviewer.setup; print(sorted(m for m in sys.modules if 'PySide6' in m))"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "[]\n", done.stderr


# ------------------------------------------------------------------ system libraries


@pytest.mark.parametrize("system", ["apt", "dnf", "pacman"])
def test_one_line_for_all_that_lacks(system: str) -> None:
    line = syslibs.install_line(list(syslibs.needed("xcb")), system)
    assert line.startswith(syslibs.INSTALL[system] + " ")
    packages = line.removeprefix(syslibs.INSTALL[system] + " ").split()
    assert len(packages) == len(set(packages)) > 10
    assert "\n" not in line


def test_a_library_the_loader_names_counts() -> None:
    said = "ImportError: libwayland-egl.so.1: cannot open shared object file: No such file"
    if sys.platform.startswith("linux"):
        sonames = {library.soname for library in syslibs.missing("offscreen", said)}
        assert "libwayland-egl.so.1" in sonames


def test_the_line_is_handed_over_where_we_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(syslibs.SetupError, match="sudo apt-get install -y python3-venv"):
        syslibs.system_install("apt-get install -y python3-venv", "no venv")
