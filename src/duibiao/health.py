"""The check-up: one finding per thing that must be right, each with its remedy."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from duibiao.lib import setup_code


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and what to do if it does not stand well."""

    good: bool
    what: str
    says: str
    remedy: str = ""

    def line(self) -> str:
        return f"{'正常' if self.good else '不正常'}  {self.what}：{self.says}" + (
            "" if self.good else f"\n        办法：{self.remedy}"
        )


def examine() -> list[Finding]:
    """Every finding; the database first, for others need it."""
    first = database()
    others: list[Callable[[], Finding]] = [versions, worker, county, contents] if first.good else []
    if first.good and settings.S3_BUCKET:
        others.append(bucket)
    return [first, *(look() for look in (*others, room, secret, assets))]


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT version()")
            said = str(cursor.fetchone()[0]).split(" on ")[0]
    except (DatabaseError, OSError) as error:
        remedy = "核对环境变量 DATABASE_URL，确认数据库服务已启动、网络相通；用内置数据库时看数据目录 postgres/log。"
        return Finding(False, "数据库", f"连不上：{str(error).splitlines()[0]}", remedy)
    return Finding(True, "数据库", said)


def versions() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding(
        not waiting,
        "数据库版本",
        f"还差 {len(waiting)} 步升级" if waiting else "与程序一致",
        "先 duibiao backup，再 duibiao upgrade。",
    )


def worker() -> Finding:
    """Jobs that have waited for more than ten minutes: nobody does them."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'todo' AND EXISTS (SELECT FROM procrastinate_events e"
                " WHERE e.job_id = j.id AND e.at < now() - interval '10 minutes')"
            )
            waiting = int(cursor.fetchone()[0])
    except DatabaseError:
        return Finding(False, "后台任务", "还没有任务表", "运行 duibiao upgrade。")
    return Finding(
        not waiting,
        "后台任务",
        f"{waiting} 件等了十分钟以上" if waiting else "没有积压",
        "启动 duibiao work（或不带 --no-worker 的 duibiao serve）。",
    )


def county() -> Finding:
    from duibiao.organisation.queries import is_set_up

    try:
        done = is_set_up()
    except DatabaseError:
        return Finding(False, "初次设置", "还没有数据表", "运行 duibiao upgrade。")
    return Finding(
        done,
        "初次设置",
        "已完成" if done else "还没有做",
        f"打开网站首页填写，设置码：{'' if done else setup_code.code()}",
    )


def contents() -> Finding:
    """Whether every content that a row speaks of lies on the disk or in the bucket."""
    from duibiao.files.bucket.looking import nowhere

    try:
        gone = nowhere()
    except DatabaseError:
        return Finding(False, "文件", "还没有数据表", "运行 duibiao upgrade。")
    remedy = "从备份恢复数据目录里的 files；用过对象存储的，先设置好 DUIBIAO_S3_… 再看。"
    return Finding(not gone, "文件", f"{gone} 个有记录、找不到内容" if gone else "都在", remedy)


def bucket() -> Finding:
    """Whether the bucket answers, is ours, and what waits for it."""
    from duibiao.files import store
    from duibiao.files.bucket import line, looking, owning

    try:
        found = looking.standing()
        another = owning.is_another_s()
    except DatabaseError:
        return Finding(False, "对象存储", "还没有数据表", "运行 duibiao upgrade。")
    except store.Unreachable as fault:
        remedy = "核对 DUIBIAO_S3_… 各项设置和网络；恢复前，只在桶里的文件打不开，新文件照常接收。"
        return Finding(False, "对象存储", f"{line.place()}：{fault}（{line.detail(fault)}）", remedy)
    says = f"只在本机 {found.disk_only}，只在桶里 {found.bucket_only}，两处都有 {found.both}（{line.place()}）"
    return Finding(not another, "对象存储", says, owning.said())


def room() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    return Finding(
        free > 2 * 2**30, "磁盘", f"剩 {free / 2**30:.1f} GB", "清理磁盘，或把数据目录（DUIBIAO_DATA）迁到大盘。"
    )


def secret() -> Finding:
    place = Path(settings.DATA) / "secret-key"
    open_to_others = os.name != "nt" and place.is_file() and place.stat().st_mode & 0o077
    return Finding(
        not open_to_others,
        "密钥",
        "别人也能读" if open_to_others else "只有本账号能读",
        "运行 chmod 600，对象是数据目录里的 secret-key。",
    )


def assets() -> Finding:
    found = finders.find("dist/site.css")
    return Finding(
        bool(found),
        "页面资源",
        "齐全" if found else "没有打包",
        "安装正式的 wheel，或在源码目录运行 python3 dev.py run true。",
    )
