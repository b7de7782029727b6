"""deal, purge and target on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.kit import good, refused, run


def test_deal_previews_writes_and_remembers(workspace: Path, tmp_path: Path) -> None:
    where = ("--workspace", workspace)
    to = ("--to", "heron, ibis", "--overlap", "10%")
    shown = good("deal", *to, "--preview", *where)
    assert not shown["dealt"] and shown["bundles"] == [] and shown["cases"] > 2
    done = good("deal", *to, "-o", tmp_path / "out", *where)
    assert done["dealt"] and done["totals"] == shown["totals"] and done["seed"] == shown["seed"]
    for one in done["bundles"]:
        assert good("bundle", "verify", one["path"])["signed"]
    assert refused("deal", *to, "-o", tmp_path / "out", *where)["code"] == "nothing"
    assert refused("deal", "--to", "heron", *where)["code"] == "no_folder"
    assert refused("deal", "--to", "a", "--overlap", "x", "--preview", *where)["code"] == "overlap"


def test_purge_names_what_keeps_each_case(workspace: Path) -> None:
    shown = good("purge", "--preview", "--workspace", workspace)
    assert not shown["purged"] and shown["cases"] == []
    assert all("it is not decided" in one["reasons"] for one in shown["blocked"])
    said = run("purge", "--preview", "--workspace", workspace).out.splitlines()
    lines = [line for line in said if line.startswith("stays:")]
    assert lines == [f"stays: {len(shown['blocked'])} cases: it is not decided"], "counted"
    assert refused("purge", "--workspace", workspace)["code"] == "nothing"
    gone = ("--last-station", workspace / "none.zip")
    assert refused("purge", "--preview", *gone, "--workspace", workspace)["code"] == "not_proven"
    assert refused("purge", "--case", "none", "--workspace", workspace)["code"] == "not_found"


def test_a_target_without_anything_in_force(workspace: Path, tmp_path: Path) -> None:
    where = ("--workspace", workspace)
    shown = good("target", "csv", "--preview", *where)
    assert shown["rows"] == 0 and shown["path"] is None
    assert refused("target", "jsonl", "-o", tmp_path / "t", *where)["code"] == "nothing"
    assert refused("target", "csv", *where)["code"] == "no_folder"
