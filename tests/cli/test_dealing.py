"""deal, purge and target on the command line."""

from __future__ import annotations

from pathlib import Path

from reviewer import bootstrap
from reviewer.gallery.lead_world import adopt_roster, opened
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
    lost = Path(done["bundles"][0]["path"])
    was = lost.read_bytes()
    lost.unlink()
    for ident in (lost.name, done["bundles"][0]["bundle"]):
        made = good("deal", "--again", ident, "-o", tmp_path / ident, *where)
        assert Path(made["bundles"][0]["path"]).read_bytes() == was
    again = ("deal", "--again", "none", "-o", tmp_path / "out", *where)
    assert refused(*again)["code"] == "not_found"
    assert refused("deal", *to, "-o", tmp_path / "out", *where)["code"] == "nothing"
    assert refused("deal", "--to", "heron", *where)["code"] == "no_folder"
    assert refused("deal", "--to", "a", "--overlap", "x", "--preview", *where)["code"] == "overlap"


def test_purge_names_what_keeps_each_case(workspace: Path) -> None:
    shown = good("purge", "--preview", "--workspace", workspace)
    assert not shown["purged"] and shown["cases"] == []
    assert all("not decided yet" in one["reasons"] for one in shown["blocked"])
    said = run("purge", "--preview", "--workspace", workspace).out.splitlines()
    lines = [line for line in said if line.startswith("stays:")]
    assert lines == [f"stays: {len(shown['blocked'])} cases: not decided yet"], "counted"
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


def test_a_case_handed_back_is_dealt_again_to_somebody_else(
    workspace: Path, tmp_path: Path
) -> None:
    places = {"lead": workspace, **{name: tmp_path / name for name in ("root", "heron", "ibis")}}
    for name in ("root", "heron", "ibis"):
        bootstrap.create_workspace(places[name], name, None).close()
    adopt_roster(places, lead="lead")
    at, to = ("--workspace", workspace), ("--to", "heron,ibis")
    first = good("deal", *to, "-o", tmp_path / "new" / "deals", *at)
    (bundle,) = (one["path"] for one in first["bundles"] if one["to"] == "heron")
    good("import", bundle, "--workspace", places["heron"])
    with opened(places["heron"]) as (session, _):
        back = session.workspace.evidence.cases()[0].case_id
        session.select_case(back)
        session.hand_back()
    good("export", "-o", tmp_path / "heron.zip", "--workspace", places["heron"])
    assert refused("deal", *to, "-o", tmp_path / "more", *at)["code"] == "nothing"
    assert not (tmp_path / "more").exists(), "no folder for nothing"
    good("merge", tmp_path / "heron.zip", *at)
    alone = good("deal", "--to", "heron", "--preview", *at)
    assert alone["cases"] == 0 and alone["left_out"]["handed back by everybody named"] == 1
    again = good("deal", *to, "-o", tmp_path / "more", *at)
    assert again["again"] == 1 and again["totals"] == {"heron": 0, "ibis": 1}
    (only,) = again["bundles"]
    good("import", only["path"], "--workspace", places["ibis"])
    with opened(places["ibis"]) as (session, _):
        assert [case.case_id for case in session.workspace.evidence.cases()] == [back]
