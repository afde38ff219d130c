"""The only wiring, and the only place that reads the real clock.

lessons ─► shelf ─► turns ◄─ intake ◄─ gate (Telegram), chat page (web)
                      │
                      ▼
                   outbox ─► senders ─► channels

What most bots are never asked for, or not every bot has, is imported where it is made.
"""

import asyncio
import fcntl
import logging
import secrets
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.routing import BaseRoute

from bot import i18n
from bot.channels.telegram import receive as telegram_updates
from bot.channels.web import receive as web_updates
from bot.channels.web import server as web
from bot.channels.web.on_demand import OnDemand
from bot.channels.web.send import Hub, WebChannel
from bot.channels.web.throttle import OF_A_NETWORK, Throttle
from bot.clock import Clock, MovableClock
from bot.content.reading import read_lessons
from bot.course.desk.rights import Role
from bot.course.shelf import Shelf
from bot.service import library
from bot.service.absence import Absences
from bot.service.alerts import Alerts
from bot.service.announcer import Announcer
from bot.service.backups import Backups
from bot.service.certificates import Certificates, signing_key
from bot.service.clockwork import Clockwork
from bot.service.codes import Codes
from bot.service.delivery import Channel
from bot.service.desk import enclosing
from bot.service.desk.desk import Desk
from bot.service.desk.groups import INVITATION_BASE
from bot.service.digests import Digests
from bot.service.documents import DocumentOf, Documents
from bot.service.figures import Figures
from bot.service.health import DAMAGED, Readiness
from bot.service.intake import Intake
from bot.service.pace import Pace
from bot.service.preview import Preview, kept_offset
from bot.service.pulse import Pulse
from bot.service.registrar import Registrar
from bot.service.reports import Reports
from bot.service.retention import Retention
from bot.service.sender import Sender
from bot.service.survey_files import SurveyFiles
from bot.service.turns import Turns
from bot.service.watched import Watched
from bot.service.window import MOST_ANNOUNCED, Window
from bot.settings import Settings
from bot.store import audiences, backup, certificates, erasures, groups, inbox, marks, outbox, team
from bot.store import restore as restoring
from bot.store.backup import Contents
from bot.store.migrations import NewerDatabase
from bot.store.outbox import Serves
from bot.store.reader import Reader
from bot.store.restore import Restored
from bot.store.writer import StoreUnavailable, Tx, Writer
from bot.ticker import ticker
from bot.view.pages import View

if TYPE_CHECKING:
    from bot.channels.web.visitor import Visitors

LOCALES = Path(__file__).parent.parent / "locales"
WEB_WINDOW = 32
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Addresses that mean every address, and one at which a browser here finds us."""

log = logging.getLogger("bot")

Job = Coroutine[Any, Any, None]
LogLines: TypeAlias = Callable[[], Iterable[tuple[str, float]]]
"""How many lines were logged, by level."""


class CannotStart(Exception):
    """Why, and what to do: one line for the operator."""


def now() -> datetime:
    """The real time, for the clock of the house. Everything else asks that clock."""
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class House:
    """The parts that all channels share, and what each channel adds to them."""

    settings: Settings
    clock: Clock
    writer: Writer
    reader: Reader
    view: View
    certificates: Certificates
    reports: Reports
    intake: Intake
    clockwork: Clockwork
    retention: Retention
    hub: Hub
    readiness: Readiness
    pulse: Pulse
    backups: Backups | None = None
    senders: list[Sender] = field(default_factory=list)
    channels: list[Watched] = field(default_factory=list)
    routes: list[BaseRoute] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)

    @property
    def document_of(self) -> DocumentOf:
        codes = Codes(
            writer=self.writer, administrators=self.settings.administrators, clock=self.clock.now
        )
        surveys = SurveyFiles(
            writer=self.writer, shelf=self.view.shelf, words=self.view.words,
            clock=self.clock.now, administrators=self.settings.administrators,
        )  # fmt: skip
        return Documents(
            reader=self.reader,
            certificates=self.certificates,
            clock=self.clock.now,
            codes=codes,
            report_of=self.reports.of,
            survey_of=surveys.of,
        ).of

    def wake(self) -> None:
        for sender in self.senders:
            sender.wake()

    def watched(self, channel: Channel) -> Watched:
        """The channel, with what it does counted."""
        watched = Watched(channel=channel, monotonic=time.monotonic)
        self.channels.append(watched)
        return watched

    def add_sender(
        self, channel: Channel, pace: Pace | None, window: Window, serves: Serves = "all"
    ) -> None:
        sender = Sender(self.writer, channel, pace, self.clock.now, window, serves, self.wake)
        self.senders.append(sender)
        self.jobs.append(sender.run())


async def run(settings: Settings, say: Callable[[str], None], log_lines: LogLines = tuple) -> None:
    """Serves until SIGTERM or SIGINT. Raises CannotStart with a reason for the operator."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    listening = _listen(settings)
    address = settings.public_url or _address(listening)
    async with _house(settings, address) as house, _telegram(house):
        if settings.serves_chat:
            await _add_chat_page(house)
        house.routes += [
            OnDemand("/privacy", lambda: _privacy_page(house)),
            OnDemand("/certificates", lambda: _certificate_pages(house)),
            OnDemand("/desk", lambda: _desk_pages(house)),
            OnDemand("/metrics", lambda: _figures(house, log_lines)),
        ]
        server = web.server(
            web.application(house.routes, house.readiness.check), settings.forwarded_allow_ips
        )
        wakes = ticker(house.clockwork.fire_due, house.retention.tidy)
        wakes.start()
        say(_ready(settings, listening))
        try:
            await _until_stopped(stop, server, [*house.jobs, server.serve([listening])], house.hub)
        finally:
            wakes.shutdown(wait=False)


async def _until_stopped(
    stop: asyncio.Event, server: web.Server, jobs: list[Job], hub: Hub
) -> None:
    """Runs all jobs until told to stop, or until one of them cannot go on."""
    tasks = [asyncio.create_task(job) for job in jobs]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    hub.close_all()
    server.should_exit = True
    *others, serving = tasks
    for task in (stopping, *others):
        task.cancel()
    results = await asyncio.gather(*others, serving, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


@asynccontextmanager
async def _house(settings: Settings, address: str) -> AsyncIterator[House]:
    words = i18n.load(LOCALES)
    if not settings.lessons_dir.is_dir():
        raise CannotStart(f"LESSONS_DIR: there is no folder {settings.lessons_dir}")
    with _only_process(settings.database):
        try:
            async with (
                Writer(settings.database) as writer,
                Reader(settings.database) as reader,
                Reader(settings.database) as counting,
            ):
                clock = await writer.run(lambda tx: _clock(settings, tx))
                await _erase_again(settings, writer, clock)
                await writer.run(outbox.release_claims)
                await writer.run(inbox.retry_quarantined)
                shelf = await _shelf(settings, writer, clock)
                key = await writer.run(lambda tx: signing_key(tx, settings.signing_key))
                papers = Certificates(reader=reader, words=words, base_url=address, key=key)
                view = View(words=words, shelf=shelf)
                figures = Figures(reader=counting, shelf=shelf)
                house = _assemble(settings, clock, writer, reader, view, papers, figures)
                house.readiness.watch(
                    lambda: DAMAGED if reader.damaged or counting.damaged else None
                )
                yield house
        except NewerDatabase as error:
            raise CannotStart(f"DATABASE_URL: {error}") from None
        except StoreUnavailable as error:
            raise CannotStart(f"DATABASE_URL: {settings.database}: {error}") from None


async def _erase_again(settings: Settings, writer: Writer, clock: Clock) -> None:
    """Where somebody has put an old copy in place of the database, by hand."""
    file = erasures.file_of(settings.database)
    if again := await writer.run(lambda tx: restoring.catch_up(tx, file, clock.now())):
        await writer.truncate_log()
        log.warning(
            "%d people who had been erased were in the database again; they are gone", again
        )


async def _shelf(settings: Settings, writer: Writer, clock: Clock) -> Shelf:
    """Of what was read of the lessons, only this is kept."""
    lessons = read_lessons(settings.lessons_dir)
    for problem in lessons.problems:
        log.error("lessons: %s:%d: %s", problem.file, problem.line, problem.message)
    return await writer.run(lambda tx: library.shelf(tx, lessons, clock.now()))


def _clock(settings: Settings, tx: Tx) -> Clock:
    """The real time. Where the clock can be moved ahead, it goes on from where it was."""
    ahead = kept_offset(tx)
    if settings.previews:
        return MovableClock(now, ahead)
    if ahead:
        log.warning("DATABASE_URL: its clock was moved ahead for a preview; use another database")
    return Clock(now)


def _assemble(
    settings: Settings, clock: Clock, writer: Writer, reader: Reader, view: View,
    papers: Certificates, figures: Figures,
) -> House:  # fmt: skip
    reached = settings.public_url or settings.bot_token is None
    desk = Desk(
        administrators=settings.administrators, address=papers.base_url if reached else None,
        shelf=view.shelf, second_person_from=settings.second_person_from,
    )  # fmt: skip
    turns = Turns(view=view, desk=desk)
    readers = {telegram_updates.NAME: telegram_updates.read, web_updates.NAME: web_updates.read}
    senders: list[Sender] = []

    def wake() -> None:
        for sender in senders:
            sender.wake()

    intake = Intake(writer, turns, readers, clock.now, wake)
    reports = Reports(
        figures=figures, writer=writer, words=view.words, clock=clock.now,
        administrators=settings.administrators,
    )  # fmt: skip
    house = House(
        settings=settings, clock=clock, writer=writer, reader=reader, view=view,
        certificates=papers, reports=reports, intake=intake,
        clockwork=Clockwork(writer, turns, clock.now, wake), hub=Hub(), senders=senders,
        retention=Retention(writer=writer, clock=clock.now),
        readiness=Readiness(writer, clock.now, time.monotonic), pulse=Pulse(time.monotonic),
    )  # fmt: skip
    house.pulse.begin()
    house.jobs.append(intake.run())
    house.jobs.append(Alerts(writer, clock.now, wake, settings.administrators).run())
    announcer = Announcer(
        writer, clock.now, wake, settings.administrators,
        settings.broadcast_per_second or settings.rate_per_second, settings.second_person_from,
    )  # fmt: skip
    house.jobs.append(announcer.run())
    summaries = Digests(
        writer=writer, figures=figures, clock=clock.now, on_turn=wake,
        administrators=settings.administrators,
    )  # fmt: skip
    house.jobs.append(summaries.run())
    absences = Absences(
        writer=writer, reader=figures.reader, clock=clock.now, on_turn=wake,
        administrators=settings.administrators,
    )  # fmt: skip
    house.jobs.append(absences.run())
    house.jobs.append(Registrar(writer, view.shelf, clock.now, wake).run())
    if settings.backup_dir is not None:
        house.backups = Backups(
            writer=writer, database=settings.database, folder=settings.backup_dir,
            keep=timedelta(days=settings.backup_keep), clock=clock.now, on_turn=wake,
            administrators=settings.administrators,
        )  # fmt: skip
        house.jobs.append(house.backups.run())
    return house


async def _add_chat_page(house: House) -> None:
    from bot.channels.web.chat import ChatPage
    from bot.channels.web.this_machine import from_this_machine
    from bot.channels.web.visitor import Visitors

    secret = await house.writer.run(
        lambda tx: marks.put_once(tx, "web.secret", secrets.token_hex(32))
    )
    public = house.settings.public_url or ""
    visitors = Visitors(secret, secure=public.startswith("https:"))
    page = ChatPage(
        visitors=visitors, intake=house.intake, reader=house.reader, hub=house.hub,
        words=house.view.words, throttle=Throttle(time.monotonic), clock=house.clock.now,
        networks=Throttle(time.monotonic, OF_A_NETWORK), document_of=house.document_of,
    )  # fmt: skip
    if house.settings.bot_token is None:
        base = f"{house.certificates.base_url.rstrip('/')}/?start="
        await house.writer.run(lambda tx: marks.put(tx, INVITATION_BASE, base))
    if isinstance(house.clock, MovableClock):
        house.routes += _clock_panel(house, house.clock, visitors)
        page = replace(page, previews=from_this_machine)
    house.routes += page.routes()
    channel = WebChannel(house.view, house.writer, house.hub, house.clock.now, house.document_of)
    house.add_sender(house.watched(channel), None, Window(0, least=WEB_WINDOW))


def _privacy_page(house: House) -> Sequence[BaseRoute]:
    from bot.channels.web import privacy

    return [privacy.route(house.view.words)]


def _certificate_pages(house: House) -> Sequence[BaseRoute]:
    from bot.channels.web.certificates import CertificatePages

    pages = CertificatePages(
        certificates=house.certificates, words=house.view.words, throttle=Throttle(time.monotonic)
    )
    return pages.routes()


def _figures(house: House, log_lines: LogLines) -> Sequence[BaseRoute]:
    from bot.channels.web import figures
    from bot.service.metrics import Metrics

    metrics = Metrics(
        reader=house.reader, writer=house.writer, database=house.settings.database,
        intake=house.intake, channels=house.channels, pulse=house.pulse,
        readiness=house.readiness, log_lines=log_lines, backups=house.backups,
        clock=house.clock.now,
    )  # fmt: skip
    return [figures.route(metrics, house.settings.metrics_token)]


def _desk_pages(house: House) -> Sequence[BaseRoute]:
    from bot.channels.web.desk.desk import WebDesk
    from bot.channels.web.desk.reception import Reception
    from bot.channels.web.desk.session import Cookie

    secure = (house.settings.public_url or "").startswith("https:")
    reception = Reception(
        writer=house.writer, reader=house.reader, document_of=house.document_of,
        reports=house.reports, view=house.view,
        administrators=house.settings.administrators, clock=house.clock.now,
        throttle=Throttle(time.monotonic), cookie=Cookie(secure=secure),
        address=house.certificates.base_url,
        second_person_from=house.settings.second_person_from,
    )  # fmt: skip
    return WebDesk(reception=reception, wake=house.wake).routes()


def _clock_panel(house: House, clock: MovableClock, visitors: "Visitors") -> Sequence[BaseRoute]:
    from bot.channels.web.clock import ClockPanel

    preview = Preview(clock, house.writer, house.clockwork, WebChannel.name, house.wake)
    panel = ClockPanel(
        visitors=visitors, throttle=Throttle(time.monotonic), writer=house.writer, preview=preview
    )
    return panel.routes()


@asynccontextmanager
async def _telegram(house: House) -> AsyncIterator[None]:
    """Adds Telegram if there is a bot token: by webhook if there is a public address, else by polling."""
    settings = house.settings
    if settings.bot_token is None:
        yield
        return
    from bot.channels.telegram import profile, webhook
    from bot.channels.telegram.api import Api
    from bot.channels.telegram.fetch import Fetcher
    from bot.channels.telegram.gate import Gate
    from bot.channels.telegram.send import TelegramChannel

    api = Api(settings.bot_token, settings.telegram_api_url)
    gate = Gate(
        api, house.intake, time.monotonic,
        lambda who: house.writer.run(lambda tx: enclosing.is_asked(tx, who)),
    )  # fmt: skip
    broadcast = settings.broadcast_per_second
    pace = Pace(settings.rate_per_second, settings.rate_per_chat, time.monotonic, broadcast)
    channel = house.watched(
        TelegramChannel(
            api, house.view, house.writer, house.reader, house.document_of,
            paid_broadcasts=broadcast is not None,
        )
    )  # fmt: skip
    house.readiness.watch(lambda: gate.trouble)
    fetcher = Fetcher(api, house.writer, house.clock.now, house.wake, settings.administrators)
    house.jobs.append(fetcher.run())
    if broadcast is None:
        house.add_sender(channel, pace, Window(settings.rate_per_second))
    else:
        house.add_sender(channel, pace, Window(settings.rate_per_second), "others")
        house.add_sender(channel, pace, Window(broadcast, most=MOST_ANNOUNCED), "announcements")
    public_url, secret = settings.public_url, settings.webhook_secret
    if public_url and secret:
        house.routes.append(webhook.route(gate, secret))
        house.jobs.append(
            _with_token(lambda: webhook.announce(api, public_url, secret, gate.report))
        )
    else:
        house.jobs.append(_with_token(gate.poll))
    telling = asyncio.create_task(profile.keep_telling(api, house.writer, house.view.words))
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        await api.close()


async def _with_token(receive: Callable[[], Job]) -> None:
    from bot.channels.telegram.gate import TokenRefused

    try:
        await receive()
    except TokenRefused:
        reason = "BOT_TOKEN: Telegram does not know this token; get it from @BotFather"
        raise CannotStart(reason) from None


async def revoke(settings: Settings, number: str, *, erase: bool) -> bool:
    """Whether there is such a certificate; from then on it is revoked, or gone with its bytes.

    Raises CannotStart, for instance when the bot is running.
    """
    if not settings.database.exists():
        raise CannotStart(f"DATABASE_URL: there is no file {settings.database}")
    with _only_process(settings.database):
        try:
            async with Writer(settings.database) as writer:
                if not erase:
                    return await writer.run(
                        lambda tx: certificates.revoke(tx, number, _clock(settings, tx).now())
                    )
                gone = await writer.run(lambda tx: certificates.erase(tx, number))
                await writer.truncate_log()
                return gone
        except (NewerDatabase, StoreUnavailable) as error:
            raise CannotStart(f"DATABASE_URL: {settings.database}: {error}") from None


def back_up(settings: Settings, target: Path) -> tuple[Path, Contents]:
    """Where the backup lies, and what is in it. Raises BackupFailed. The bot may be running."""
    file = target / backup.name_at(now()) if target.is_dir() else target
    return file, backup.back_up(settings.database, file)


def restore(
    settings: Settings, copy: Path, *, moved: bool, lists: list[Path], lost: bool
) -> Restored:
    """Puts a backup in place of the database. Raises BackupFailed, or CannotStart if the bot runs."""
    kept = [settings.backup_dir / erasures.LIST] if settings.backup_dir else []
    with _only_process(settings.database):
        return restoring.restore(
            settings.database, copy, now(), moved=moved, lists=[*lists, *kept], lost=lost
        )


async def invite(settings: Settings, role: Role, over: str) -> str:
    """The token of a new invitation to the team. Raises CannotStart, for instance when the bot runs."""
    with _only_process(settings.database):
        try:
            async with Writer(settings.database) as writer:
                return await writer.run(lambda tx: _invited(settings, tx, role, over))
        except (NewerDatabase, StoreUnavailable) as error:
            raise CannotStart(f"DATABASE_URL: {settings.database}: {error}") from None


def _invited(settings: Settings, tx: Tx, role: Role, over: str) -> str:
    """An invitation over something that there is."""
    if role == "author":
        there = {course: course for course in audiences.courses(tx)}
    else:
        there = groups.names(tx) if role != "administrator" else {}
    if over and over not in there:
        known = ", ".join(f"{each} ({name})" for each, name in there.items()) or "none"
        raise CannotStart(f"--over: there is nothing of the name {over}; there is: {known}")
    return team.invite(tx, role, over, _clock(settings, tx).now())


@contextmanager
def _only_process(database: Path) -> Iterator[None]:
    """Holds the file for this process; a second one refuses to start."""
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        real = database.resolve()
        if real.exists() and real.stat().st_nlink > 1:
            raise CannotStart(f"DATABASE_URL: {database} has a second name (hard link); remove it")
        lock = real.with_name(real.name + ".lock").open("w")
    except OSError as error:
        raise CannotStart(f"DATABASE_URL: {database}: {error.strerror}") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"DATABASE_URL: another process is using {database}; stop it first"
            ) from None
        yield


def _listen(settings: Settings) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        return socket.create_server((settings.host, settings.port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CannotStart(f"HOST, PORT: {settings.host}:{settings.port}: {reason}") from None


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    host = EVERYWHERE.get(host, host)
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{port}"


def _ready(settings: Settings, listening: socket.socket) -> str:
    address = _address(listening)
    if settings.serves_chat:
        return f"Epizod is ready: open {address}/ in a browser"
    return f"Epizod is ready; its health is at {address}/healthz"
