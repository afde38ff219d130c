"""What Prometheus is told: how much was done and waits, and nothing about anybody."""

import asyncio
import json
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.course.messages import Message, Simple
from bot.course.turn import Timer
from bot.logs import Lines, formatter
from bot.service.backups import Backups
from bot.service.delivery import Delivery, Refused, Sent
from bot.service.health import SEEN, NotReady, Readiness
from bot.service.intake import Intake
from bot.service.metrics import Metrics
from bot.service.pulse import Pulse, done
from bot.service.received import Received, Typed
from bot.service.sender import Sender
from bot.service.turns import Turns
from bot.service.watched import Watched
from bot.service.window import Window
from bot.store import inbox, marks, outbox, timers
from bot.store.backup import name_at
from bot.store.histogram import Histogram
from bot.store.inbox import Update
from bot.store.outbox import Outgoing, Posted, Priority
from bot.store.reader import Reader
from bot.store.writer import StoreUnavailable, Tx, Writer
from tests.service.house import ANNA, ROOT, Clock, turns
from tests.store.somebody import HERE, SOMEBODY, fill, send

WORDS = "a-secret-of-somebody"


class Letterbox:
    """A channel that takes everything, or nothing."""

    name = "telegram"

    def __init__(self, clock: list[float]) -> None:
        self.answer: Delivery = Sent(posted=Posted(id="1", form="text"))
        self.clock = clock
        self.got: list[Outgoing] = []

    async def deliver(self, outgoing: Outgoing) -> Delivery:
        self.got.append(outgoing)
        self.clock[0] += 0.2
        if outgoing.language == "broken":
            raise ValueError(WORDS)
        return self.answer


class House:
    """The parts that are counted, over a real store."""

    def __init__(self, writer: Writer, reader: Reader, database: Path, turns: Turns) -> None:
        self.seconds = [100.0]
        self.clock = Clock()
        self.writer = writer
        self.letterbox = Letterbox(self.seconds)
        self.channel = Watched(channel=self.letterbox, monotonic=lambda: self.seconds[0])
        self.pulse = Pulse(lambda: self.seconds[0])
        self.pulse.begin()
        self.intake = Intake(writer, turns, {"telegram": self._read}, self.clock, lambda: None)
        self.readiness = Readiness(writer, self.clock, lambda: self.seconds[0])
        self.metrics = Metrics(
            reader=reader, writer=writer, database=database, intake=self.intake,
            channels=[self.channel], pulse=self.pulse, readiness=self.readiness,
            log_lines=lambda: [("error", 3)], backups=None, clock=self.clock,
        )  # fmt: skip

    @staticmethod
    def _read(body: str) -> Received:
        if "broken" in body:
            raise ValueError(body)
        return Received(address=ANNA, happening=Typed(text="/help"), language="en")

    async def told(self) -> dict[tuple[str, str], float]:
        """Every sample that is not of the process itself, by its name and its labels."""
        text = (await self.metrics.text()).decode()
        return {
            (sample.name, ",".join(sample.labels.values())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name.startswith("epizod_")
        }

    async def take(self, *bodies: str) -> None:
        await self.intake.put(
            Update(channel="telegram", update_id=body, body=body) for body in bodies
        )
        running = asyncio.create_task(self.intake.run())
        while await self.writer.run(lambda tx: inbox.waiting(tx, 1)):  # noqa: ASYNC110
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        running.cancel()

    async def send(self) -> None:
        window = Window(0, least=1)
        sender = Sender(self.writer, self.channel, None, self.clock, window)
        running = asyncio.create_task(sender.run())
        waits = "SELECT count(*) FROM outbox WHERE status IN ('pending', 'claimed')"
        while await self.writer.run(lambda tx: tx.execute(waits).fetchone()[0]):  # noqa: ASYNC110
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def house(writer: Writer, database: Path) -> AsyncIterator[House]:
    async with Reader(database) as reader:
        yield House(writer, reader, database, await turns(writer))


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What the log holds, as JSON, of everything that is ours."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter("json"))
    ours = logging.getLogger("bot")
    ours.addHandler(handler)
    yield written
    ours.removeHandler(handler)


async def test_what_came_and_what_became_of_it(house: House) -> None:
    await house.take("1", "2", "broken-3")
    await house.intake.put([Update(channel="telegram", update_id="1", body="1")])
    told = await house.told()
    names = ("received", "repeated", "taken", "put_aside")
    assert [told[f"epizod_updates_{name}_total", ""] for name in names] == [3, 1, 3, 1]
    assert told["epizod_inbox_put_aside", ""] == 1


async def test_what_waits_and_for_how_long(house: House) -> None:
    def waits(tx: Tx) -> None:
        fill(tx)
        inbox.put(tx, [Update(channel="telegram", update_id=str(n), body="{}") for n in range(3)],
                  house.clock())  # fmt: skip
        for priority in (Priority.PROMPT, Priority.PROMPT, Priority.ANNOUNCEMENT):
            tx.execute("DELETE FROM outbox WHERE status = 'sent'")
            send(tx, Message(body=Simple(what="help")), turn=tx.total_changes, priority=priority)
        tx.execute("UPDATE outbox SET priority = 0 WHERE id = (SELECT min(id) FROM outbox)")
        timers.set_all(tx, SOMEBODY, 9, [Timer(kind="prompt", due=house.clock())])

    await house.writer.run(waits)
    house.clock.forward(seconds=90)
    told = await house.told()
    assert told["epizod_inbox_waiting", ""] == 3
    assert told["epizod_inbox_oldest_seconds", ""] == 90
    kinds = ("reply", "prompt", "announcement")
    assert sum(told["epizod_outbox_waiting", kind] for kind in kinds) == 4
    assert told["epizod_outbox_oldest_seconds", "reply"] == 90
    assert told["epizod_timers_due", "prompt"] == 1
    assert told["epizod_timers_late_seconds", "prompt"] == 90
    assert told["epizod_timers_due", "survey"] == told["epizod_timers_late_seconds", "survey"] == 0
    assert told["epizod_announcements", "sending"] == 1
    assert told["epizod_announcements_to_come", ""] == 1


async def test_what_left_and_how_long_it_took(house: House) -> None:
    async def one(language: str) -> None:
        await house.writer.run(
            lambda tx: outbox.add(
                tx, HERE, None, 0, [Message(body=Simple(what="help"))], language=language,
                pictures=False, now=house.clock(),
            )
        )  # fmt: skip
        await house.send()

    await one("en")
    house.letterbox.answer = Refused(reason="no")
    await one("en")
    await one("broken")
    told = await house.told()
    outcomes = {labels: n for (name, labels), n in told.items() if name == "epizod_sends_total"}
    assert outcomes == {"telegram,sent": 1, "telegram,refused": 1, "telegram,fault": 1}
    assert told["epizod_send_seconds_bucket", "telegram,0.1"] == 0
    assert told["epizod_send_seconds_bucket", "telegram,0.25"] == 3
    assert told["epizod_send_seconds_count", "telegram"] == 3
    assert told["epizod_send_seconds_sum", "telegram"] == pytest.approx(0.6)


async def test_how_many_jobs_were_committed_together(house: House) -> None:
    before = await house.told()
    await asyncio.gather(*(house.writer.run(lambda tx: None) for _ in range(10)))
    told = await house.told()
    name = ("epizod_commit_jobs_sum", "")
    assert told[name] - before[name] == 10
    assert told["epizod_commit_seconds_count", ""] == told["epizod_commit_jobs_count", ""]


async def test_when_a_job_was_last_done(house: House) -> None:
    done("backups")
    house.seconds[0] += 40
    done("alerts")
    told = await house.told()
    ages = {job: age for (name, job), age in told.items() if name == "epizod_job_age_seconds"}
    assert ages == {"alerts": 0, "backups": 40}


async def test_no_label_is_about_a_person(house: House) -> None:
    await house.writer.run(fill)
    await house.take(f"broken {WORDS}")
    text = (await house.metrics.text()).decode()
    labels = {
        value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        for name, value in sample.labels.items()
        if name != "le"
    }
    assert labels <= {
        "telegram", "web", "sent", "reply", "prompt", "announcement", "forget-unconsented",
        "survey", "planned", "sending", "paused", "error", "intake", "alerts", "backups",
    }  # fmt: skip
    for hidden in (WORDS, SOMEBODY, HERE.address, "Somebody"):
        assert hidden not in text


async def test_a_store_that_does_not_answer_is_a_figure_like_others(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object) -> None:
        raise StoreUnavailable("disk I/O error")

    monkeypatch.setattr(house.writer, "run", down)
    monkeypatch.setattr(house.metrics.reader, "snapshot", down)
    told = await house.told()
    assert told["epizod_ready", ""] == 0
    assert ("epizod_inbox_waiting", "") not in told
    assert told["epizod_log_lines_total", "error"] == 3


async def test_a_folder_of_backups_that_cannot_be_looked_at_hides_no_other_figure(
    house: House, tmp_path: Path
) -> None:
    house.metrics = replace(
        house.metrics,
        backups=Backups(
            writer=house.writer, database=tmp_path / "epizod.db", folder=tmp_path / ("x" * 300),
            clock=house.clock, keep=timedelta(days=14), on_turn=lambda: None,
        ),
    )  # fmt: skip
    told = await house.told()
    assert told["epizod_ready", ""] == 1
    assert ("epizod_backup_failed", "") in told
    assert ("epizod_backup_age_seconds", "") not in told


async def test_every_figure_that_the_handbook_and_the_dashboard_name_is_there(
    house: House, tmp_path: Path
) -> None:
    backups = Backups(
        writer=house.writer, database=tmp_path / "epizod.db", folder=tmp_path, clock=house.clock,
        keep=timedelta(days=14), on_turn=lambda: None,
    )  # fmt: skip
    await asyncio.to_thread((tmp_path / name_at(house.clock())).touch)
    await house.writer.run(lambda tx: send(tx, Message(body=Simple(what="help")), whose=None))
    await house.send()
    done("backups")
    text = (await replace(house.metrics, backups=backups).text()).decode()
    there = {
        sample.name for family in text_string_to_metric_families(text) for sample in family.samples
    }
    drawn = named_in("grafana.json")
    assert named_in("operations.md") - there == set()
    assert drawn - there == set()
    ours = {name for name in there if name.startswith("epizod_")}
    assert {name for name in ours if not is_drawn(name, drawn)} == set()


def named_in(document: str) -> set[str]:
    text = (ROOT / "docs" / document).read_text("utf-8")
    return set(re.findall(r"\b(?:epizod|process)_[a-z_]+", text))


def is_drawn(name: str, drawn: set[str]) -> bool:
    """Of a histogram one of its parts is enough."""
    family = re.sub(r"_(bucket|sum|count)$", "", name)
    return name in drawn or any(each.startswith(f"{family}_") for each in drawn)


# --- Ready or not -----------------------------------------------------------------------


async def test_ready_means_that_something_can_be_made_durable(house: House) -> None:
    await house.readiness.check()
    written = await house.writer.run(lambda tx: marks.get(tx, SEEN))
    assert written == house.clock().isoformat(timespec="seconds")
    house.seconds[0] += 1
    house.writer._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(NotReady, match=r"^the store cannot write$"):
        await house.readiness.check()
    house.writer._connection.execute("PRAGMA query_only = OFF")
    house.seconds[0] += 1
    await house.readiness.check()


async def test_damage_that_anything_met_is_told_until_somebody_restores(house: House) -> None:
    def met(tx: Tx) -> None:
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT_INDEX
        raise error

    with pytest.raises(StoreUnavailable):
        await house.writer.run(met)
    await house.writer.run(lambda tx: marks.put(tx, "another page", "is sound"))
    assert await house.readiness.reasons() == ["the store is damaged: restore a backup"]


async def test_what_is_watched_has_a_say(house: House) -> None:
    trouble: list[str | None] = ["Telegram does not answer"]
    house.readiness.watch(lambda: trouble[0])
    with pytest.raises(NotReady, match=r"^Telegram does not answer$"):
        await house.readiness.check()
    trouble[0] = None
    await house.readiness.check()


async def test_asking_often_costs_one_commit_a_second(house: House) -> None:
    before = house.writer.commit_jobs.total
    for _ in range(50):
        await house.readiness.check()
    assert house.writer.commit_jobs.total == before + 1


# --- One number from the update to the message ------------------------------------------


async def test_every_line_about_an_update_carries_its_number(house: House, log: StringIO) -> None:
    """Of what broke, and of what was refused in answer to it."""
    house.letterbox.answer = Refused(reason="Bad Request")
    await house.take("1", "2", f"broken {WORDS}")
    await house.send()
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    told = [(line["update"], line["message"].split(" by ")[0]) for line in lines]
    put_aside = next(number for number, message in told if "put aside" in message)
    refused = [number for number, message in told if "refused" in message]
    assert len(refused) == len(house.letterbox.got) > 0
    assert put_aside not in refused
    assert set(refused) == {each.cause for each in house.letterbox.got} <= {1, 2, 3}
    assert WORDS not in log.getvalue()


async def test_what_nobody_asked_for_carries_none(house: House, log: StringIO) -> None:
    house.letterbox.answer = Refused(reason="Bad Request")
    await house.writer.run(lambda tx: send(tx, Message(body=Simple(what="help")), whose=None))
    await house.send()
    (line,) = [json.loads(line) for line in log.getvalue().splitlines()]
    assert "update" not in line


# --- Small parts ------------------------------------------------------------------------


def test_classes_of_a_histogram_are_cumulated() -> None:
    seen = Histogram(1, 2)
    for value in (0.5, 1, 1.5, 2, 99):
        seen.count(value)
    assert list(seen.cumulated()) == [(1, 2), (2, 4), (float("inf"), 5)]
    assert seen.total == 104


def test_lines_are_counted_by_level() -> None:
    lines = Lines()
    for level in (logging.WARNING, logging.ERROR, logging.ERROR):
        lines.handle(logging.LogRecord("bot", level, "", 0, "", None, None))
    assert lines.counts() == [("warning", 1), ("error", 2), ("critical", 0)]
