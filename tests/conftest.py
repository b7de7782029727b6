"""What every test stands on: a clean Qt, no network, nothing leaked, nothing warned unannounced.

Qt is not imported here: the environment is set first, at import, and the watches look for Qt only
where a test asked for it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests import watch

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("REVIEWER_REAL_DATA") or ROOT.parent / "shared" / "data")
PLATFORMS = ("offscreen", "minimal", "xcb", "wayland", "windows", "cocoa")

TALLY = pytest.StashKey[watch.Tally]()

# ------------------------------------------------------------------ before Qt


def _clean_environment() -> None:
    """Take away what would make tests differ from machine to machine."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    for name in [name for name in os.environ if name.startswith(("QT_", "QML", "QSG_"))]:
        del os.environ[name]
    if platform.split(":")[0] in PLATFORMS:
        os.environ["QT_QPA_PLATFORM"] = platform
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if "utf" not in (os.environ.get("LC_ALL") or "utf").lower():
        os.environ["LC_ALL"] = "C.UTF-8"  # Qt warns in any other
    for name in ("REVIEWER_PASSPHRASE", "REVIEWER_WORKSPACE"):
        os.environ.pop(name, None)


_clean_environment()

settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("full", parent=settings.get_profile("ci"), max_examples=2000)


# ------------------------------------------------------------------ options and the choice of tests


def pytest_addoption(parser: pytest.Parser) -> None:
    """Our two flags."""
    group = parser.getgroup("reviewer")
    group.addoption("--full", action="store_true", help="also run the long sets")
    group.addoption("--onscreen", action="store_true", help="show real windows")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the platform and the hypothesis profile; start to watch for network calls."""
    if config.getoption("--onscreen"):
        os.environ.pop("QT_QPA_PLATFORM", None)
    settings.load_profile("full" if config.getoption("--full") else "ci")
    config.stash[TALLY] = watch.Tally()
    watch.watch_network()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long and the onscreen tests out unless they were asked for."""
    unasked = [name for name in ("full", "onscreen") if not config.getoption(f"--{name}")]
    left_out = [item for item in items if any(item.get_closest_marker(n) for n in unasked)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


# ------------------------------------------------------------------ fixtures


@pytest.fixture(autouse=True, scope="module")
def _settled_heap() -> Iterator[None]:
    """Set aside what stands before a module, so that the search for leaks after each of its tests
    walks over what is new and not over the whole heap (the suite's heap grows to minutes)."""
    gc.collect()
    gc.freeze()
    yield


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real material (``REVIEWER_REAL_DATA``, default ``../shared/data``)."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"no real data at {REAL_DATA}: set REVIEWER_REAL_DATA")
    return REAL_DATA


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the data folder of the person who runs it."""
    patch = pytest.MonkeyPatch()
    base = tmp_path_factory.mktemp("home")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        patch.setenv(name, str(base / name.lower()))
    yield
    patch.undo()


@pytest.fixture
def expected_logs() -> list[str]:
    """Announce log warnings: ``expected_logs.append("regular expression")``.

    Each announced one must come, and nothing else at WARNING or above may.
    """
    return []


@pytest.fixture(autouse=True)
def _no_unannounced_logs(expected_logs: list[str]) -> Iterator[None]:
    with watch.logs(expected_logs):
        yield


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    with watch.no_network():
        yield


@pytest.fixture(autouse=True)
def _no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test: no thread, and with Qt no widget, timer or pool task is left."""
    uses_qt = "qapp" in request.fixturenames
    before = watch.Standing.now(uses_qt)
    yield
    left = before.left_over()
    if left:
        pytest.fail("left over after the test:\n  " + "\n  ".join(left), pytrace=False)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Qt's warnings fail a test also while it is torn down."""
    if "PySide6.QtCore" not in sys.modules:
        return (yield)
    with watch.qt_messages():
        return (yield)


# ------------------------------------------------------------------ the end of the run


def _skips(config: pytest.Config) -> Counter[str]:
    """How often each reason to skip was given."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter is not None else []
    reasons = [
        report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        for report in reports
    ]
    return Counter(reason.removeprefix("Skipped: ") for reason in reasons)


def _skips_fail() -> bool:
    """In CI, with the data there, no test has a reason to skip."""
    return bool(os.environ.get("CI")) and REAL_DATA.is_dir()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skip is a failure where nothing is missing; a worker hands over what its faults came to."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["faults"] = session.config.stash[TALLY].lines
    if _skips(session.config) and _skips_fail():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what the faults of a worker came to."""
    tally = node.config.stash[TALLY]
    for fault, counts in getattr(node, "workeroutput", {}).get("faults", {}).items():
        tally.add(fault, **counts)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Print what the faults came to, and the counted skips last."""
    yield
    faults = terminalreporter.config.stash[TALLY].words()
    if faults:
        terminalreporter.ensure_newline()
        terminalreporter.line("faults:")
        for line in faults:
            terminalreporter.line(line)
    skips = _skips(terminalreporter.config)
    terminalreporter.ensure_newline()
    terminalreporter.line(f"skipped: {sum(skips.values())}")
    for reason, count in skips.most_common():
        terminalreporter.line(f"  {count} x {reason}")
    if skips and _skips_fail():
        terminalreporter.line("CI is set and the real data is there: skips count as failures")
