"""The public pages: open to everybody, and nothing on them that was not made public."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.scores.choices import SnapshotState, Visibility
from duibiao.scores.models import Snapshot
from duibiao.scores.snapshots import recompute
from duibiao.seals import services as seals
from tests import framing, scoring
from tests.cast import Cast


def public(cast: Cast) -> Campaign:
    made = scoring.lived(cast)
    Campaign.objects.filter(pk=made.pk).update(state=State.RUNNING, is_public=True, about="人人守法，处处便民。")
    return made


def published(cast: Cast, **fields: Any) -> Snapshot:
    """A result published to the public, of a public campaign; `fields` say what is otherwise."""
    made = scoring.snapshot(cast, "published")
    Campaign.objects.filter(pk=made.campaign_id).update(is_public=True)
    Snapshot.objects.filter(pk=made.pk).update(**{"visibility": Visibility.PUBLIC, **fields})
    return made


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_everybody_reads_what_a_public_campaign_is(client: Client, cast: Cast) -> None:
    campaign = public(cast)
    assert f"/public/campaigns/{campaign.pk}/" in text(client, "/public/")
    page = text(client, f"/public/campaigns/{campaign.pk}/")
    assert "人人守法，处处便民。" in page
    assert "组织领导" in page


def test_an_adjusted_standard_is_announced_and_touches_no_published_result(client: Client, cast: Cast) -> None:
    snapshot = published(cast)
    before = bytes(Snapshot.objects.get(pk=snapshot.pk).result)
    address = f"/public/campaigns/{snapshot.campaign_id}/"
    assert "标准的调整" not in text(client, address)
    moved = framing.move(cast, snapshot.campaign, **{"1": "1", "1.1": "1.1"})
    page = text(client, address)
    assert "1 版换成 2 版" in page
    assert "年度述法" in page
    assert "领导小组" in page
    after = Snapshot.objects.get(pk=snapshot.pk)
    assert (bytes(after.result), after.edition_id) == (before, moved.old_id)
    assert recompute(after).same_result
    campaigns.undo_move(cast.lin, moved, version=Campaign.objects.get(pk=snapshot.campaign_id).version)
    assert "标准的调整" not in text(client, address)


def test_the_standard_is_explained_in_words(client: Client, cast: Cast) -> None:
    campaign = public(cast)
    page = text(client, f"/public/campaigns/{campaign.pk}/standard/")
    assert "每年专题研究不少于3次，每少一次扣1分。" in page
    assert "怎么计分" in page
    found = text(client, f"/public/campaigns/{campaign.pk}/standard/?q=投诉")
    assert "每发生一件扣0.5分" in found
    assert "未成立领导小组扣2分" not in found


@pytest.mark.parametrize("page", ["", "standard/"])
def test_no_link_of_the_public_pages_leads_to_a_log_in_but_the_one_that_says_so(
    client: Client, cast: Cast, page: str
) -> None:
    campaign = public(cast)
    shown = text(client, f"/public/campaigns/{campaign.pk}/{page}")
    main = shown[shown.index("<main") :]
    for door in ("/office/", "/unit/", "/leader/", "/account/"):
        assert f'"{door}' not in main


def test_a_campaign_that_is_not_public_does_not_exist(client: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    assert "小考核创建" not in text(client, "/public/")
    assert client.get(f"/public/campaigns/{campaign.pk}/").status_code == 404
    assert client.get(f"/public/campaigns/{campaign.pk}/standard/").status_code == 404


def test_a_public_result_shows_units_and_ranks_and_its_fingerprint(client: Client, cast: Cast) -> None:
    snapshot = published(cast)
    assert f"/public/results/{snapshot.pk}/" in text(client, f"/public/campaigns/{snapshot.campaign_id}/")
    page = text(client, f"/public/results/{snapshot.pk}/")
    assert "司法局" in page
    assert snapshot.result_sha256 in page


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": Visibility.ALL},
        {"visibility": Visibility.OWN},
        {"visibility": Visibility.LEADERS},
        {"state": SnapshotState.TAKEN},
        {"state": SnapshotState.APPROVED},
        {"state": SnapshotState.RETURNED},
    ],
    ids=lambda fields: str(next(iter(fields.values()))),
)
def test_only_what_was_published_to_the_public_is_public(client: Client, cast: Cast, fields: dict[str, Any]) -> None:
    snapshot = published(cast, **fields)
    assert client.get(f"/public/results/{snapshot.pk}/").status_code == 404
    assert snapshot.title not in text(client, f"/public/campaigns/{snapshot.campaign_id}/")


def test_a_result_of_a_campaign_that_is_not_public_does_not_exist(client: Client, cast: Cast) -> None:
    snapshot = published(cast)
    Campaign.objects.update(is_public=False)
    assert client.get(f"/public/results/{snapshot.pk}/").status_code == 404


def test_no_public_page_names_a_person(client: Client, cast: Cast) -> None:
    snapshot = published(cast)
    at = f"/public/campaigns/{snapshot.campaign_id}/"
    for address in ("/public/", at, f"{at}standard/", f"/public/results/{snapshot.pk}/"):
        shown = text(client, address)
        for name in ("王建国", "赵秀英", "13900000001", "lin", "zhou"):
            assert f">{name}" not in shown
            assert f"{name}<" not in shown


@pytest.mark.parametrize("page", ["", "standard/"])
def test_a_public_page_costs_few_statements(
    client: Client, cast: Cast, page: str, django_assert_max_num_queries: Any
) -> None:
    address = f"/public/campaigns/{public(cast).pk}/{page}"
    text(client, address)
    with django_assert_max_num_queries(8):
        client.get(address)


def test_the_log_in_page_points_to_the_public_pages_where_there_are_any(client: Client, cast: Cast) -> None:
    assert "/public/" not in text(client, "/account/login/")
    public(cast)
    assert 'href="/public/"' in text(client, "/account/login/")


def test_a_public_page_takes_no_post(client: Client, cast: Cast) -> None:
    assert client.post("/public/").status_code == 405


def test_anybody_can_prove_that_a_published_result_is_the_one_that_was_sealed(
    client: Client, cast: Cast, tmp_path: Path
) -> None:
    snapshot = published(cast)
    address = f"/public/results/{snapshot.pk}/"
    assert client.get(f"{address}proof.json").status_code == 404
    assert "十分钟封存一次" in client.get(address).content.decode()
    seal = seals.seal()
    assert seal is not None
    assert f"{address}proof.json" in client.get(address).content.decode()
    proof, script = tmp_path / "证明.json", tmp_path / "verify.py"
    proof.write_bytes(client.get(f"{address}proof.json").content)
    script.write_bytes(client.get("/public/seals/verify.py").content)
    assert snapshot.result_sha256 in proof.read_text(encoding="utf-8")
    command = [sys.executable, str(script), seal.sha256, str(proof)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    proof.write_text(proof.read_text(encoding="utf-8").replace(snapshot.result_sha256, "0" * 64), encoding="utf-8")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
