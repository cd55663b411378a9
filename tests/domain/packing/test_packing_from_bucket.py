"""Packages, words and backups where the disk has let go of everything."""

import hashlib
import tarfile
import zipfile
from pathlib import Path

import pytest

from duibiao import backups
from duibiao.campaigns.models import Campaign
from duibiao.files import previews, store, words
from duibiao.files.bucket import evicting, pushing
from duibiao.files.models import Blob, Text
from duibiao.packing import services
from duibiao.packing.choices import PackState
from duibiao_engine.seals.verifier import look_at
from tests.bucketing import Bucket
from tests.cast import Cast
from tests.domain.packing.test_packing import campaign, packed  # noqa: F401


@pytest.fixture
def away(campaign: Campaign, bucket: Bucket) -> Bucket:  # noqa: F811
    """Everything lies in the bucket alone."""
    pushing.push()
    assert evicting.tidy().contents == Blob.objects.count()
    return bucket


def test_a_package_stops_in_words_and_is_whole_when_the_bucket_is_back(
    cast: Cast, campaign: Campaign, away: Bucket  # noqa: F811
) -> None:  # fmt: skip
    away.fault = lambda asked: "gone" if len(away.asked) > 4 else ""
    made = packed(cast, campaign)
    assert made.state == PackState.FAILED
    assert "对象存储" in made.why
    away.mended()
    services.again(cast.lin, made)
    made.refresh_from_db()
    services.carry_out(made)
    made.refresh_from_db()
    assert (made.state, made.why, made.left_out) == (PackState.DONE, "", [])
    assert look_at(made.place).wrong == []
    with zipfile.ZipFile(made.place) as archive:
        names = [one for one in archive.namelist() if one.startswith("1 ") and "/00 " not in one and ".jpg" not in one]
        inside = {hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    assert len(inside) == 3
    assert inside <= set(Blob.objects.values_list("sha256", flat=True))


def test_words_and_previews_read_what_is_away(away: Bucket, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Text.objects.all().delete()
    blob = next(one for one in Blob.objects.all() if previews.is_wanted(one))
    assert "领导小组" in words.read(blob).words
    evicting.let_go(blob.sha256, blob.size)
    monkeypatch.setattr(previews, "program", lambda: "true")  # a LibreOffice that makes nothing
    assert previews._converted(blob, tmp_path) is None
    with store.open(blob) as kept:
        assert (tmp_path / "source.docx").read_bytes() == kept.read()


def test_a_backup_is_whole_or_says_what_it_lacks_or_leaves_to_the_bucket(away: Bucket, tmp_path: Path) -> None:
    names = set(Blob.objects.values_list("sha256", flat=True))

    def backed_up(left: set[str]) -> tuple[set[str], list[str]]:
        place = tmp_path / "kept.tar"
        with tarfile.open(place, "w") as archive:
            lacking = backups.add_files(archive, left)
        with tarfile.open(place) as archive:
            inside = {one.name.rpartition("/")[2]: one for one in archive if one.isfile()}
            contents = {name: archive.extractfile(one) for name, one in inside.items() if name in names}
            assert all(file and hashlib.sha256(file.read()).hexdigest() == name for name, file in contents.items())
        return set(contents), lacking

    assert backed_up(set()) == (names, [])
    assert backups.in_bucket() == names
    assert backed_up(names) == (set(), [])
    evicting.tidy()
    lost = min(names)
    del away.objects[away.key_of(lost)]
    assert backed_up(set()) == (names - {lost}, [lost])
