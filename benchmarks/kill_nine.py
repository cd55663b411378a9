"""Kill -9 at a hundred random moments while files are uploaded, given, reviewed and packed: is anything lost, doubled, or an orphan?

The site runs as `duibiao serve` runs it, in a data folder of its own with a database of its own. At each moment one of five is killed: the
process that answers pages, the whole server, the worker, the database, a package being made at the terminal. The server restarts its
children itself; only when it was killed is it started again from here. After each restart everything that was acknowledged until then is
looked for in the database and on the disk; at the end every file is hashed, every package verified, and the journal held against its seals.

    python benchmarks/kill_nine.py --kills 100 --seed 9
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from kill_nine_checks import Checker
from kill_nine_people import Giver, Notes, Packager, Person, Reviewer
from measuring import say_machine, say_table, say_target
from site_load import Visitor

#: How many of a hundred meet each. The whole server is the dearest: two programs are read anew.
KINDS = {"pages": 27, "server": 5, "worker": 27, "database": 20, "packing": 21}
COMMAND = (sys.executable, "-m", "duibiao")


class Site:
    """The running site, and how each part of it is killed."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.environment = {**os.environ, "DUIBIAO_DATA": str(data)}
        self.log = open(data.parent / "serve.log", "ab")  # noqa: SIM115  (open as long as the site)
        self.server: subprocess.Popen[bytes] | None = None
        self.pack: subprocess.Popen[bytes] | None = None
        self.closed = threading.Event()

    def start(self) -> None:
        command = [*COMMAND, "serve", "--port", str(self.port)]
        self.server = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=self.log)

    def children(self) -> dict[str, int]:
        """Process ids by what they do."""
        assert self.server is not None
        found = {"server": self.server.pid}
        for folder in Path("/proc").iterdir():
            with suppress(OSError, ValueError, IndexError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if parent == self.server.pid and words[0]:
                    found["worker" if b"work" in words else "pages"] = int(folder.name)
        with suppress(OSError, ValueError, IndexError):
            found["database"] = int((self.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
        if self.pack is not None and self.pack.poll() is None:
            found["packing"] = self.pack.pid
        return found

    def kill(self, kind: str) -> bool:
        """Whether there was one to kill."""
        held = self.children()
        pid = held.get(kind)
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        if kind == "server" and self.server is not None:
            self.server.wait()
            for orphan in (held.get("pages"), held.get("worker")):  # they notice within a second
                self.gone(orphan)
        return True

    def gone(self, pid: int | None) -> None:
        end = time.monotonic() + 60
        while (
            pid is not None
            and Path(f"/proc/{pid}").exists()
            and "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
        ):
            if time.monotonic() > end:
                raise SystemExit("an orphan lives on")
            time.sleep(0.05)

    def wait(self) -> float:
        """Until a page and the database answer again; seconds. A server that has ended is started again."""
        begun = time.monotonic()
        while time.monotonic() - begun < 240:
            if self.server is None or self.server.poll() is not None:
                self.start()
            with suppress(OSError, http.client.HTTPException):
                asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                asked.request("GET", "/healthz")
                if asked.getresponse().status == 200:
                    return time.monotonic() - begun
            time.sleep(0.1)
        raise SystemExit(f"the site does not come back: {self.children()}")

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        lines = (self.data / "postgres" / "postmaster.pid").read_text().splitlines()
        return psycopg.connect(host=lines[4], user="postgres", dbname="postgres", autocommit=True)

    def pack_again_and_again(self, plan: dict[str, int], notes: Notes) -> None:
        """The package at the terminal, one after the other; one that was killed is gone on with by the same command."""
        from duibiao_engine.seals.verifier import look_at

        target = self.data.parent / "by-hand.zip"
        command = [*COMMAND, "pack", str(plan["campaign"]), "--unit", str(plan["quiet_code"]), "-o", str(target)]
        while not self.closed.is_set():
            with notes.at("pack", "package"):
                self.pack = subprocess.Popen(
                    command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
                said = self.pack.communicate()[0].decode()
            if "接着" in said:
                notes.resumed += 1
            if self.pack.returncode == 0:
                if looked := look_at(target).wrong:
                    notes.odd.append(f"package by hand: {looked[:3]}")
                notes.packed_by_hand += 1
                target.unlink()

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.server.wait(timeout=60)
        self.log.close()


def prepared(folder: Path) -> tuple[Path, dict[str, int]]:
    """A copy of the demonstration county, with lines to give for and a unit whose materials stay as they are."""
    base = folder / "base"
    if not (base / "plan.json").exists():
        shutil.rmtree(base, ignore_errors=True)
        base.mkdir(parents=True)
        for place in (folder, base):
            place.chmod(0o755)  # PostgreSQL's own account must reach its folder when we are root
        environment = {**os.environ, "DUIBIAO_DATA": str(base / "data")}
        subprocess.run([*COMMAND, "demo", "--build-only"], env=environment, check=True, stdout=subprocess.DEVNULL)
        here = Path(__file__).with_name("kill_nine_county.py")
        subprocess.run([sys.executable, str(here), str(base / "plan.json")], env=environment, check=True)
    run = folder / f"run-{os.getpid()}"
    subprocess.run(["cp", "-a", str(base), str(run)], check=True)
    return run, json.loads((base / "plan.json").read_text(encoding="utf-8"))


@contextmanager
def at_work(site: Site, plan: dict[str, int], notes: Notes) -> Iterator[None]:
    """Everybody at once, until left."""
    held, stop = {}, threading.Event()
    for account in ("lin", "wang"):
        visitor = Visitor(f"http://127.0.0.1:{site.port}")
        visitor.log_in(account)
        held[account] = visitor.cookies
    lines: list[int] = plan["lines"]  # type: ignore[assignment]
    common = {name: (site.port, cookies, notes, stop) for name, cookies in held.items()}
    people: list[Person] = [
        *(Giver(f"wang {n}", *common["wang"], door="unit", unit=plan["wang"], lines=lines) for n in range(2)),
        Giver("lin 0", *common["lin"], door="office", unit=plan["other"], lines=lines),
        Reviewer("lin reviews", *common["lin"]),
        Packager(
            "lin packs", *common["lin"], campaign=plan["campaign"], unit=plan["quiet"], folder=site.data.parent
        ),
    ]  # fmt: skip
    by_hand = threading.Thread(target=site.pack_again_and_again, args=(plan, notes), daemon=True)
    for one in (*people, by_hand):
        one.start()
    try:
        yield
    finally:
        packager, others = people[-1], people[:-1]
        stop.set()
        site.closed.set()
        for one in (*others, packager, by_hand):
            one.join(timeout=60)


def kill_all(
    site: Site, checker: Checker, notes: Notes, kills: int, seed: int, until: float
) -> list[tuple[str, float, str]]:
    """The hundred moments: what was killed, how long until all was well, what people were doing."""
    chance, done = random.Random(seed), []
    order = [kind for kind, times in KINDS.items() for _ in range(times)]
    chance.shuffle(order)
    while len(done) < kills and time.monotonic() < until:
        time.sleep(chance.uniform(0.1, 1.5))
        kind = order[len(done) % len(order)]
        doing = "+".join(sorted(set(notes.doing.values())))
        if not site.kill(kind):
            continue
        took = site.wait()
        checker.look()
        done.append((kind, took, doing))
        print(f"  {len(done):>3} {kind:<9} {took:5.1f} s  {len(checker.wrong) + len(notes.odd)} odd", flush=True)
    return done


def report(done: list[tuple[str, float, str]], checker: Checker, notes: Notes, seconds: float) -> None:
    rows = []
    for kind in KINDS:
        took = [one[1] for one in done if one[0] == kind]
        rows.append((kind, len(took), sum(took) / max(1, len(took)), max(took, default=0.0)))
    say_table(("killed", "times", "seconds until well", "longest"), rows)
    met = Counter(what for _kind, _took, doing in done for what in doing.split("+") if what)
    print("while in hand: " + ", ".join(f"{what} {times}" for what, times in met.most_common()))
    gave = sum(len(lines) for lines in notes.given.values())
    print(f"acknowledged: {len(notes.given)} files for {gave} lines, {len(notes.reviewed)} reviews; {notes.again} steps done again; {seconds:.0f} s")  # fmt: skip
    print(f"packages: {notes.packed} by the job, {notes.packed_by_hand} at the terminal, {notes.resumed} of them gone on with; all verified")  # fmt: skip
    print(f"sent again: {notes.sent - notes.useful:,} of {notes.useful:,} bytes; {checker.looked} looks, {checker.counts}")  # fmt: skip
    for words in (*checker.wrong[:20], *notes.odd[:20]):
        print(f"  ! {words}")
    say_target("lost, doubled, orphaned", len(checker.wrong), 0)
    say_target("odd answers", len(notes.odd), 0)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--minutes", type=float, default=60, help="no more kills after so long, on a busy machine")
    asked.add_argument("--seed", type=int, default=9)
    asked.add_argument("--port", type=int, default=8999)
    asked.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "duibiao-kill-nine")
    asked.add_argument("--keep", action="store_true", help="leave the folder of this run")
    given = asked.parse_args()
    say_machine()
    run, plan = prepared(given.data)
    site, notes = Site(run / "data", given.port), Notes()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that nothing is left running
    begun = time.monotonic()
    try:
        site.start()
        site.wait()
        checker = Checker(site.connect, run / "data" / "files", notes)
        with at_work(site, plan, notes):
            done = kill_all(site, checker, notes, given.kills, given.seed, begun + 60 * given.minutes)
        site.wait()
        checker.look_at_the_end()
    finally:
        site.stop()
    checker.verify(site.environment)
    report(done, checker, notes, time.monotonic() - begun)
    if not given.keep:
        shutil.rmtree(run, ignore_errors=True)
    sys.exit(1 if checker.wrong or notes.odd else 0)


if __name__ == "__main__":
    main()
