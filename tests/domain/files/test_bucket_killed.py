"""The real commands, killed by the kernel in the middle: the next run finishes, and nothing is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from duibiao.bucket_cli import bucket as bucket_commands
from duibiao.files import store
from duibiao.files.bucket import evicting, line
from duibiao.files.models import InBucket
from duibiao.lib import embedded
from tests import bucketing
from tests.bucketing import Asked, Bucket
from tests.cast import Cast
from tests.committed import settled  # noqa: F401
from tests.domain.files.test_bucket import made, read
from tests.site import server_folder

pytestmark = pytest.mark.skipif(
    "DATABASE_URL" in os.environ, reason="names the embedded server's database to a command"
)


def command(site_data: Path, bucket: Bucket, *arguments: str) -> subprocess.Popen[str]:
    known = {
        "DATABASE_URL": embedded.url_of(server_folder(), str(connection.settings_dict["NAME"])),
        "DUIBIAO_DATA": str(site_data), "DUIBIAO_S3_ENDPOINT": bucket.address, "DUIBIAO_S3_BUCKET": bucketing.BUCKET,
        "DUIBIAO_S3_KEY": bucketing.KEY, "DUIBIAO_S3_SECRET": bucketing.SECRET,
        "DUIBIAO_S3_PREFIX": "青禾/files",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "duibiao", "bucket", *arguments],
        env={**os.environ, **known}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def run(*arguments: str) -> str:
    """The same within this process."""
    done = CliRunner().invoke(bucket_commands, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def killed_at(bucket: Bucket, start: Callable[[], subprocess.Popen[str]], method: str, number: int) -> None:
    """Run until the bucket hears the so-manieth request of that kind; then the kernel ends it, and the answer goes nowhere."""
    before, begun = bucket.count(method), []

    def fault(asked: Asked) -> str:
        if asked.method == method and bucket.count(method) == before + number:
            begun[0].send_signal(signal.SIGKILL)
        return ""

    bucket.fault = fault
    begun.append(start())
    with begun[0] as process:
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
    bucket.mended()


def test_killed_while_sending_and_while_bringing_back_the_next_run_finishes(
    settled: Cast, bucket: Bucket, site_data: Path  # noqa: F811
) -> None:  # fmt: skip
    known = [made(number) for number in range(4)]
    killed_at(bucket, lambda: command(site_data, bucket, "push"), "PUT", 4)  # the owner's, and three contents
    assert (len(bucket.contents()), InBucket.objects.count()) in ((3, 2), (2, 2))
    assert run("push").startswith("已送 2 个文件")
    assert "两处都有 4" in run("status")
    assert "桶里缺 0，桶里坏 0，本机坏 0" in run("check", "--deep")
    assert bucket.contents() == {blob.sha256: content for content, blob in known}
    assert evicting.tidy().contents == 4
    killed_at(bucket, lambda: command(site_data, bucket, "back"), "GET", 3)
    back = [blob for _content, blob in known if store.path_of(blob).exists()]
    assert len(back) == 2
    line.try_again()
    assert [read(blob) for _content, blob in known] == [content for content, _blob in known]
