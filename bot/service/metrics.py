"""Figures about the program itself, for Prometheus. Nothing in them is about a person.

What happens is counted in plain numbers where it happens; what waits is asked of the store when
somebody reads the figures. Labels are channels, kinds and outcomes, never ids and never words.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from math import isinf
from pathlib import Path
from typing import TypeAlias

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.service.backups import Backups
from bot.service.health import Readiness
from bot.service.intake import Intake
from bot.service.pulse import Pulse
from bot.service.watched import Watched
from bot.store.depths import Depths, depths
from bot.store.histogram import Histogram
from bot.store.reader import Reader
from bot.store.writer import StoreUnavailable, Writer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labelled: TypeAlias = Iterable[tuple[str, float]]
"""Values of one label, each with its figure."""


class _Told(Collector):
    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    reader: Reader
    writer: Writer
    database: Path
    intake: Intake
    channels: Sequence[Watched]
    pulse: Pulse
    readiness: Readiness
    log_lines: Callable[[], Labelled]
    """How many lines were logged, by level."""
    backups: Backups | None
    clock: Callable[[], datetime]

    async def text(self) -> bytes:
        """Everything, in Prometheus' text format. Without what the store or a folder does not say."""
        now = self.clock()
        reasons = await self.readiness.reasons()
        try:
            waiting = await depths(self.reader, now)
        except StoreUnavailable:
            waiting = None
        metrics = [
            _gauge("ready", "1 if the program can do its work, else 0.", float(not reasons)),
            *self._counted(),
            *(_waiting(waiting) if waiting else ()),
            *self._jobs(now),
            *self._disk(),
        ]
        registry = CollectorRegistry()
        registry.register(_Told(metrics))
        ProcessCollector(registry=registry)
        return generate_latest(registry)

    def _counted(self) -> Iterator[Metric]:
        counts = self.intake.counts
        for name, what, value in (
            ("updates_received", "Updates that were kept durably.", counts.received),
            ("updates_repeated", "Updates that were delivered again.", counts.repeated),
            ("updates_taken", "Updates that took effect, or were put aside.", counts.taken),
            ("updates_put_aside", "Updates that broke and were put aside.", counts.put_aside),
            ("commits_failed", "Groups that could not be committed.", self.writer.commits_failed),
        ):
            yield CounterMetricFamily(f"epizod_{name}", what, value=value)
        yield _counter("log_lines", "Lines that were logged.", "level", self.log_lines())
        sends = CounterMetricFamily(
            "epizod_sends", "Messages given to a channel.", labels=["channel", "outcome"]
        )
        taking = HistogramMetricFamily(
            "epizod_send_seconds", "How long a channel took for a message.", labels=["channel"]
        )
        for each in self.channels:
            for outcome, number in sorted(each.outcomes.items()):
                sends.add_metric([each.name, outcome.lower()], number)
            taking.add_metric([each.name], _buckets(each.seconds), each.seconds.total)
        yield from (sends, taking)
        for name, what, counted in (
            ("commit_jobs", "Jobs that were committed together.", self.writer.commit_jobs),
            ("commit_seconds", "How long a commit took.", self.writer.commit_seconds),
        ):
            yield HistogramMetricFamily(
                f"epizod_{name}", what, buckets=_buckets(counted), sum_value=counted.total
            )

    def _jobs(self, now: datetime) -> Iterator[Metric]:
        yield _gauges(
            "job_age_seconds", "Since a job was last done.", "job", self.pulse.ages().items()
        )
        if self.backups is None:
            return
        yield _gauge("backup_failed", "1 if the last backup failed.", float(self.backups.failed))
        with suppress(OSError):
            if latest := self.backups.latest(now):
                age = (now - latest).total_seconds()
                yield _gauge("backup_age_seconds", "Since the newest backup was made.", age)

    def _disk(self) -> Iterator[Metric]:
        """Sizes by name: to open the file beside SQLite would break its locks."""
        for name, file in (("database", ""), ("log", "-wal")):
            there = self.database.with_name(self.database.name + file)
            try:
                size = there.stat().st_size
            except FileNotFoundError:
                size = 0
            except OSError:
                continue
            yield _gauge(f"{name}_bytes", f"Size of the {name} of the store.", size)


def _waiting(told: Depths) -> Iterator[Metric]:
    yield _gauge("inbox_waiting", "Updates that wait to take effect.", told.inbox.waiting)
    yield _gauge("inbox_oldest_seconds", "How long the oldest of them waits.", told.inbox.oldest)
    yield _gauge("inbox_put_aside", "Updates that are put aside.", told.put_aside)
    yield _gauges(
        "outbox_waiting", "Messages that wait to leave, or are leaving.", "kind",
        ((kind.name.lower(), each.waiting) for kind, each in told.outbox.items()),
    )  # fmt: skip
    yield _gauges(
        "outbox_oldest_seconds", "How long the oldest of them waits.", "kind",
        ((kind.name.lower(), each.oldest) for kind, each in told.outbox.items()),
    )  # fmt: skip
    yield _gauges(
        "timers_due", "Timers that are due and have not fired.", "kind",
        ((kind, each.waiting) for kind, each in told.timers.items()),
    )  # fmt: skip
    yield _gauges(
        "timers_late_seconds", "How late the first of them is.", "kind",
        ((kind, each.oldest) for kind, each in told.timers.items()),
    )  # fmt: skip
    yield _gauges(
        "announcements", "Announcements that are planned, sent or paused.", "state",
        ((state, told.announcements.get(state, 0)) for state in ("planned", "sending", "paused")),
    )  # fmt: skip
    yield _gauge("announcements_to_come", "People whom these have not reached yet.", told.to_come)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"epizod_{name}", what, value=value)


def _gauges(name: str, what: str, label: str, values: Labelled) -> Metric:
    family = GaugeMetricFamily(f"epizod_{name}", what, labels=[label])
    for each, value in values:
        family.add_metric([each], value)
    return family


def _counter(name: str, what: str, label: str, values: Labelled) -> Metric:
    family = CounterMetricFamily(f"epizod_{name}", what, labels=[label])
    for each, value in values:
        family.add_metric([each], value)
    return family


def _buckets(counted: Histogram) -> list[tuple[str, float]]:
    return [("+Inf" if isinf(at) else str(at), count) for at, count in counted.cumulated()]
