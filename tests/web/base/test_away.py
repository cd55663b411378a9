"""A stored file that lies in the bucket alone is shown as any other; one that cannot be had is a page in words."""

from django.test import Client

from duibiao.files import store
from duibiao.files.bucket import evicting, pushing
from tests import ledgering
from tests.bucketing import Bucket
from tests.cast import Cast


def test_a_file_that_is_away_is_shown_or_named_with_who_may_help(
    cast: Cast, lin: Client, bucket: Bucket
) -> None:  # fmt: skip
    file = ledgering.material(cast).files.get()
    address, blob = f"/files/{file.pk}/", file.blob
    whole = b"".join(lin.get(address))  # type: ignore[call-overload]
    pushing.push()
    evicting.tidy()
    part = lin.get(address, headers={"Range": "bytes=3-9"})
    assert (part.status_code, b"".join(part)) == (206, whole[3:10])  # type: ignore[call-overload]
    evicting.tidy()
    bucket.fault = lambda asked: "gone"
    away = lin.get(address)
    assert away.status_code == 503
    assert "文件没有丢，请过几分钟再打开" in away.content.decode()
    bucket.mended()
    bucket.objects[bucket.key_of(blob.sha256)] = b"?" * blob.size
    spoilt = lin.get(address)
    assert spoilt.status_code == 410
    assert f"编号 {blob.sha256[:12]}…" in spoilt.content.decode()
    assert "系统管理员" in spoilt.content.decode()
    assert not store.path_of(blob).exists()
    del bucket.objects[bucket.key_of(blob.sha256)]
    assert lin.get(address).status_code == 410
    assert [one for one in [one.name for one in store.parts().iterdir()] if one.startswith("fetch")] == []
