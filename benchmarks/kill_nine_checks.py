"""What must hold after every kill of `kill_nine.py`: read from the database and the disk, past the program itself."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from kill_nine_people import Notes

#: What there must be none of, whatever happened. Each answers with rows that say what is wrong.
NEVER = {
    "a material twice": "SELECT m.unit, b.sha256 FROM ledger_material m JOIN ledger_materialfile f ON f.material_id = m.id JOIN files_blob b ON b.id = f.blob_id"
    " WHERE m.withdrawn_at IS NULL GROUP BY 1, 2 HAVING count(DISTINCT m.id) > 1",
    "a material without a file": "SELECT m.id FROM ledger_material m WHERE NOT EXISTS (SELECT 1 FROM ledger_materialfile f WHERE f.material_id = m.id)",
    "a material without its audit line": "SELECT m.id FROM ledger_material m WHERE (SELECT count(*) FROM audit_line a WHERE a.act = 'ledger.give'"
    " AND a.thing = 'ledger.material' AND a.thing_id = m.id) <> 1",
    "a use without its one audit line": "SELECT u.id FROM ledger_use u WHERE (SELECT count(*) FROM audit_line a WHERE a.act = 'ledger.use'"
    " AND a.thing_id = u.material_id AND (a.detail->>'requirement')::bigint = u.requirement_id) <> 1",
    "a review without its one audit line": "SELECT r.id FROM ledger_review r WHERE (SELECT count(*) FROM audit_line a WHERE a.act = 'ledger.' || r.verdict"
    " AND (a.detail->>'review')::bigint = r.id) <> 1",
    "a review whose fact is not there": "SELECT r.id FROM ledger_review r WHERE r.fact IS NOT NULL AND NOT EXISTS (SELECT 1 FROM facts_fact f WHERE f.sequence = r.fact)",
    "an accepted use without its review": "SELECT u.id FROM ledger_use u WHERE u.state = 'accepted' AND NOT EXISTS"
    " (SELECT 1 FROM ledger_review r WHERE r.use_id = u.id AND r.verdict = 'accepted' AND r.level = 'office')",
    "a use reviewed twice for one version": "SELECT use_id FROM ledger_review GROUP BY use_id, file_id, level, verdict HAVING count(*) > 1",
    "a hole in the journal": "SELECT 1 FROM facts_counter c WHERE c.last <> (SELECT count(*) FROM facts_fact) OR c.last <> (SELECT max(sequence) FROM facts_fact)",
    "a count that is not the accepted": "SELECT q.id, u.unit FROM ledger_requirement q JOIN ledger_use u ON u.requirement_id = q.id AND u.state = 'accepted'"
    " WHERE q.posts = 'count' GROUP BY 1, 2 HAVING count(*) <> (SELECT f.value FROM facts_fact f WHERE f.uid LIKE 'material:' || q.id || ':' || u.unit || ':%'"
    " AND NOT EXISTS (SELECT 1 FROM facts_fact n WHERE n.supersedes = f.sequence))",
    "two chains for one count": "SELECT q.id, f.unit FROM ledger_requirement q JOIN facts_fact f ON f.uid LIKE 'material:' || q.id || ':%'"
    " WHERE NOT EXISTS (SELECT 1 FROM facts_fact n WHERE n.supersedes = f.sequence) GROUP BY 1, 2 HAVING count(*) > 1",
    "a content that nobody looks into": "SELECT b.id FROM files_blob b JOIN ledger_materialfile f ON f.blob_id = b.id WHERE NOT EXISTS (SELECT 1 FROM files_text t WHERE t.blob_id = b.id)"
    " AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.task_name = 'files.look_into' AND (j.args->>'blob')::bigint = b.id AND j.status IN ('todo', 'doing'))",
    "a package said to be there without its root": "SELECT id FROM packing_submission WHERE state = 'done' AND sha256 = ''",
    "a package that nobody makes": "SELECT s.id FROM packing_submission s WHERE s.state IN ('waiting', 'working') AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j"
    " WHERE j.task_name = 'packing.pack' AND (j.args->>'submission')::bigint = s.id AND j.status IN ('todo', 'doing'))",
}  # fmt: skip
GIVEN = (
    "SELECT b.sha256, u.requirement_id, count(*) FROM ledger_use u JOIN ledger_material m ON m.id = u.material_id JOIN ledger_materialfile f ON f.material_id = m.id"
    " JOIN files_blob b ON b.id = f.blob_id WHERE b.sha256 = ANY(%s) GROUP BY 1, 2"
)  # fmt: skip
#: How long the jobs may take to catch up at the end: a job whose worker was killed is taken up within 90 seconds.
PATIENCE = 240


class Checker:
    """Looks, and remembers what was wrong: each thing once."""

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]], files: Path, notes: Notes) -> None:
        self.connect, self.files, self.notes = connect, files, notes
        self.wrong: list[str] = []
        self.looked, self.counts = 0, ""

    def say(self, words: str) -> None:
        if words not in self.wrong:
            self.wrong.append(words)

    def look(self) -> None:
        """What was acknowledged up to now, and what must never be."""
        self.looked += 1
        with self.notes.lock:  # first what was answered, then what is there
            given = {sha256: set(lines) for (_unit, sha256), lines in self.notes.given.items()}
            reviewed, asked = dict(self.notes.reviewed), set(self.notes.asked)
        try:
            with self.connect() as database:
                for what, statement in NEVER.items():
                    for row in database.execute(statement).fetchmany(3):
                        self.say(f"{what}: {row}")
                self._acknowledged(database, given, reviewed, asked)
                self._contents(database)
        except psycopg.OperationalError as fault:
            self.say(f"the database does not answer after a restart: {fault}")

    def _acknowledged(
        self, database: psycopg.Connection[Any], given: dict[str, set[int]], reviewed: dict[int, str], asked: set[int]
    ) -> None:
        there = {(sha256, line): many for sha256, line, many in database.execute(GIVEN, [list(given)]).fetchall()}
        for sha256, lines in given.items():
            for line in lines:
                if there.get((sha256, line)) != 1:
                    self.say(f"given {sha256[:8]} for {line}: {there.get((sha256, line), 0)} times there")
        held = dict(database.execute("SELECT use_id, string_agg(verdict, ',') FROM ledger_review WHERE use_id = ANY(%s) GROUP BY 1", [list(reviewed)]).fetchall())  # fmt: skip
        for use, verdict in reviewed.items():
            if held.get(use) != verdict:
                self.say(f"use {use} was {verdict}, there is {held.get(use)}")
        rows = database.execute("SELECT id FROM packing_submission WHERE id = ANY(%s)", [list(asked)]).fetchall()
        if len(rows) != len(asked):
            self.say("a package that was asked for is not there")

    def _contents(self, database: psycopg.Connection[Any]) -> None:
        for sha256, size in database.execute("SELECT sha256, size FROM files_blob").fetchall():
            place = self.files / sha256[:2] / sha256[2:4] / sha256
            if not place.is_file() or place.stat().st_size != size:
                self.say(f"content {sha256[:8]} has no whole file")

    def look_at_the_end(self) -> None:
        """When the jobs have caught up: nothing waits, nothing failed, every content is what it is called."""
        unfinished = (
            "SELECT task_name, status, count(*) FROM procrastinate_jobs WHERE status = 'doing' OR status = 'failed'"
            " OR status = 'todo' AND (scheduled_at IS NULL OR scheduled_at < now()) GROUP BY 1, 2"
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with self.connect() as database:
                left = [row for row in database.execute(unfinished).fetchall() if row[1] != "failed"]
            if not left:
                break
            time.sleep(2)
        self.look()
        with self.connect() as database:
            for row in database.execute(unfinished).fetchall():
                self.say(f"jobs: {row}")
            for row in database.execute("SELECT id, state, why FROM packing_submission WHERE state <> 'done'").fetchall():  # fmt: skip
                self.say(f"package: {row}")
            for (sha256,) in database.execute("SELECT sha256 FROM files_blob").fetchall():
                place = self.files / sha256[:2] / sha256[2:4] / sha256
                if place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() != sha256:
                    self.say(f"content {sha256[:8]} is another one")
            names = ("ledger_material", "ledger_use", "ledger_review", "facts_fact", "audit_line", "packing_submission")
            counted = [f"{database.execute(f'SELECT count(*) FROM {name}').fetchone()[0]} {name}" for name in names]  # type: ignore[index]
        self.counts = ", ".join(counted)

    def verify(self, environment: dict[str, str]) -> None:
        """The whole database against its seals, by the command that anybody may run."""
        done = subprocess.run(
            [sys.executable, "-m", "duibiao", "verify"], env=environment, capture_output=True, encoding="utf-8"
        )
        if done.returncode != 0:
            self.say(f"verify: {done.stdout[-300:]} {done.stderr[-300:]}")
