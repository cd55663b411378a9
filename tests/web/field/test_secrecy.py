"""A mystery round does not exist for the inspected until it is done, and whoever looked at it is written down."""

import json
import subprocess
import sys
from pathlib import Path

from django.test import Client

from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Fact
from duibiao.inspections import queries, rounds
from duibiao.inspections.collectors import collector_for
from duibiao.inspections.models import Reading, Round, Visit
from duibiao.scores.visits import close_round, receive
from duibiao_engine.sampling import draw_again
from tests import visiting
from tests.cast import Cast
from tests.site import log_in


def mystery(cast: Cast) -> Round:
    """A round that runs, with a visit at a site of unit B."""
    made = visiting.running(cast, kind="mystery")
    one = made.assignments.select_related("round__campaign").first()
    assert one is not None
    given = visiting.answers(clean={"outcome": "fault"})
    receive(collector_for(cast.chen, visiting.campaign(cast)), xml=visiting.xml(one, given))
    return made


def seen(cast: Cast) -> dict[str, tuple[int, int]]:
    """Rounds and visits that each of the cast finds."""
    who = ("lin", "chen", "wang", "zhao", "zhou", "wu", "zheng")
    return {name: (queries.rounds(cast.of(name)).count(), queries.visits(cast.of(name)).count()) for name in who}


def test_the_inspected_see_it_when_it_is_done_and_not_before(cast: Cast) -> None:
    made = mystery(cast)
    known = seen(cast)
    assert {name for name, (found, _visits) in known.items() if found} == {"lin", "chen", "zhou"}
    assert {name for name, (_rounds, found) in known.items() if found} == {"lin", "chen", "zhou"}
    assert not Fact.objects.exists()  # a fact would tell
    close_round(cast.lin, made, version=made.version)
    known = seen(cast)
    assert {name for name, (found, _visits) in known.items() if found} == {"lin", "chen", "zhou", "zhao", "wu", "zheng"}
    assert known["zhao"] == (1, 1)
    assert known["wang"] == (0, 0)  # not at their sites
    assert Fact.objects.count() == 4


def test_its_pages_do_not_exist_for_others_and_a_look_is_logged(cast: Cast) -> None:
    made = mystery(cast)
    visit = Visit.objects.get()
    there, nowhere = (log_in(Client(), cast, "zhao").get(f"/unit/visits/{pk}/") for pk in (visit.pk, visit.pk + 1000))
    assert there.status_code == nowhere.status_code == 403  # refused alike: the answer tells nobody that it exists
    assert visit.site.name not in there.content.decode()
    assert log_in(Client(), cast, "zheng").get(f"/office/rounds/{made.pk}/").status_code == 404
    assert made.title not in log_in(Client(), cast, "zheng").get("/office/rounds/").content.decode()
    assert made.title not in log_in(Client(), cast, "zhao").get("/unit/visits/").content.decode()
    assert not Reading.objects.exists()
    page = log_in(Client(), cast, "lin").get(f"/office/rounds/{made.pk}/")
    assert page.status_code == 200
    assert made.seed not in page.content.decode()
    assert [one.by for one in Reading.objects.all()] == [cast.lin]


def test_the_register_tells_administrators_nothing_of_a_running_mystery_round(client: Client, cast: Cast) -> None:
    """Neither the day of the last visit nor the count of sites never visited; the office sees both."""
    mystery(cast)
    for who, never in (("lin", 2), ("zheng", 3)):
        page = log_in(client, cast, who).get("/office/sites/")
        assert page.context["never"] == never, who
        assert page.content.decode().count("从未</") == never, who


def test_the_record_shows_hashes_first_and_the_seed_at_the_end(lin: Client, cast: Cast) -> None:
    made = visiting.planned(cast, sites=6, size=3)
    made = rounds.commit_round(cast.lin, made, version=made.version)
    before = json.loads(lin.get(f"/office/rounds/{made.pk}/record.json").content)
    assert set(before) == {"kind", "frame_sha256", "commitment"}
    made = rounds.draw_round(cast.lin, made, version=made.version)
    assert "seed" not in json.loads(lin.get(f"/office/rounds/{made.pk}/record.json").content)
    made = rounds.close_round(cast.lin, made, version=made.version)
    record = json.loads(lin.get(f"/office/rounds/{made.pk}/record.json").content)
    assert record["commitment"] == before["commitment"]
    assert draw_again(record) == []
    assert {one["site"] for one in record["drawn"]} == set(made.assignments.values_list("site__code", flat=True))


def test_anybody_draws_again_with_one_file_and_without_the_site(client: Client, cast: Cast, tmp_path: Path) -> None:
    """The public page holds the fingerprints before and the record after; the program runs without the site or the engine."""
    made = visiting.planned(cast, sites=9, size=4)
    made = rounds.commit_round(cast.lin, made, version=made.version)
    for public, there in ((False, 0), (True, 1)):
        Campaign.objects.update(is_public=public)
        assert client.get("/public/draws/").content.decode().count(made.commitment) == there
    Campaign.objects.update(is_public=False)
    assert made.commitment in log_in(Client(), cast, "zhao").get("/public/draws/").content.decode(), "the inspected"
    Campaign.objects.update(is_public=True)
    noted = made.commitment
    made = rounds.draw_round(cast.lin, made, version=made.version)
    address = f"/public/draws/{made.pk}/record.json"
    assert made.seed.encode() not in client.get(address).content
    rounds.close_round(cast.lin, made, version=made.version)
    record, program = tmp_path / "抽样记录.json", tmp_path / "draw_again.py"
    record.write_bytes(client.get(address).content)
    program.write_bytes(client.get("/public/draws/draw_again.py").content)
    for fingerprint, code, says in ((noted, 0, "4 个点位与公布的完全相同"), ("0" * 64, 1, "事先抄下的不同")):
        command = [sys.executable, "-I", program, record, fingerprint]
        done = subprocess.run(command, capture_output=True, check=False, env={"PYTHONUTF8": "1"}, timeout=60)
        assert (done.returncode, says in done.stdout.decode()) == (code, True), done.stderr


def test_the_public_page_holds_no_mystery_round_before_it_is_done(client: Client, cast: Cast) -> None:
    made = mystery(cast)
    Campaign.objects.update(is_public=True)
    for one in (client, log_in(Client(), cast, "zhao"), log_in(Client(), cast, "lin")):
        assert made.commitment not in one.get("/public/draws/").content.decode()
    assert client.get(f"/public/draws/{made.pk}/record.json").status_code == 404
    close_round(cast.lin, made, version=made.version)
    assert made.commitment in client.get("/public/draws/").content.decode()


def test_what_was_committed_to_cannot_change_and_a_beacon_must_be_given(cast: Cast) -> None:
    made = visiting.planned(cast, sites=4, size=2, beacon_words="明日开奖号码")
    made = rounds.commit_round(cast.lin, made, version=made.version)
    for beacon, late in (("", False), ("03 07", True)):
        visiting.site(cast)  # a site that comes now is in no frame
        try:
            rounds.draw_round(cast.lin, made, version=made.version, beacon=beacon)
        except rounds.WrongState:
            assert not late
    assert made.assignments.count() == 2
    assert made.reserves.count() == 2
