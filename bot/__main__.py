"""python -m bot run | backup | restore | check | translated | simulate | invite | verify | revoke |
new-key
"""

import argparse
import asyncio
import gc
import logging
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from bot import fault, logs
from bot.course.desk.rights import ROLES, Role
from bot.settings import Settings, WrongSetting, read_settings

PRIVATE = ("run", "backup", "restore", "invite", "revoke")
"""Commands whose files hold personal data: only their owner may read them."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Epizod, the course bot")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="serve learners until stopped")
    check = commands.add_parser("check", help="report every problem in the lessons")
    check.add_argument("lessons", nargs="?", type=Path, help="folder of lessons (LESSONS_DIR)")
    translated = commands.add_parser("translated", help="record that a translation is up to date")
    translated.add_argument("folder", type=Path, help="folder of the activity")
    translated.add_argument("language", help="language of the translation, such as uk")
    simulate = commands.add_parser("simulate", help="walk synthetic learners through a course")
    simulate.add_argument("--learners", type=_number, default=500)
    simulate.add_argument("--weeks", type=_number, default=8)
    simulate.add_argument("--course", default="pp", help="id of the course")
    simulate.add_argument("--seed", type=int, default=1, help="the same seed, the same learners")
    simulate.add_argument(
        "--out", type=Path, default=Path("data/simulation"), help="folder of the table and picture"
    )
    verify = commands.add_parser("verify", help="check the code of a certificate, without network")
    verify.add_argument("code", help="what the square code says, or what stands behind its #")
    verify.add_argument("--key", help="the public key (of SIGNING_KEY, if that is set)")
    revoke = commands.add_parser("revoke", help="withdraw a certificate, while the bot is stopped")
    revoke.add_argument("number", help="the number on the certificate")
    revoke.add_argument("--erase", action="store_true", help="for its holder: erase it, too")
    invite = commands.add_parser("invite", help="invite to the team, while the bot is stopped")
    invite.add_argument("--role", choices=ROLES, default="coordinator")
    invite.add_argument("--over", default="", help="id of the group or course (else: everything)")
    backup = commands.add_parser("backup", help="copy the database, whether the bot runs or not")
    backup.add_argument("target", type=Path, help="a new file, or a folder for it")
    restore = commands.add_parser("restore", help="put a backup in place, while the bot is stopped")
    restore.add_argument("file", type=Path, help="the backup")
    restore.add_argument(
        "--moved", action="store_true", help="the bot has not run since: go on where it stopped"
    )
    restore.add_argument(
        "--erased", type=Path, action="append", default=[], help="a list of who was erased since"
    )
    restore.add_argument(
        "--erasures-lost", action="store_true", help="no such list is left: restore without"
    )
    commands.add_parser("new-key", help="make a key for SIGNING_KEY")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 0 done, 1 something is wrong with what was asked, 2 a wrong setting or call."""
    asked = _parser().parse_args(arguments)
    try:
        settings = read_settings()
    except WrongSetting as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if asked.command in PRIVATE:
        os.umask(0o077)
    if asked.command == "run":
        return _run(settings)
    if asked.command in ("verify", "new-key"):
        from bot.certificate.check import check as check_certificate
        from bot.certificate.check import show_new_key

        if asked.command == "new-key":
            return show_new_key(sys.stdout)
        return check_certificate(asked.code, asked.key, settings.signing_key, sys.stdout)
    if asked.command == "invite":
        return _invite(settings, asked.role, asked.over)
    if asked.command == "revoke":
        return _revoke(settings, asked.number.lower(), erase=asked.erase)
    if asked.command == "backup":
        return _backup(settings, asked.target)
    if asked.command == "restore":
        return _restore(settings, asked)
    if asked.command == "simulate":
        return _simulate(settings, asked)
    from bot.content import check as lessons

    if asked.command == "check":
        return lessons.check(asked.lessons or settings.lessons_dir, sys.stdout)
    return lessons.mark_translated(settings.lessons_dir, asked.folder, asked.language, sys.stdout)


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _simulate(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.simulation.run import Plan, simulate

    plan = Plan(
        lessons=settings.lessons_dir, course=asked.course, learners=asked.learners,
        weeks=asked.weeks, seed=asked.seed, out=asked.out,
    )  # fmt: skip
    return simulate(plan, sys.stdout)


def _run(settings: Settings) -> int:
    gc.disable()  # what is made before it serves stays, or goes by itself
    from bot.app import CannotStart, run

    lines = logs.set_up(
        settings.log_level, settings.log_format, settings.bot_token, settings.webhook_secret,
        settings.signing_key, settings.metrics_token,
    )  # fmt: skip
    try:
        asyncio.run(run(settings, _settled, lines.counts))
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    except Exception as error:
        logging.getLogger("bot").critical("stopped by a fault: %s", fault.where(error))
        return 1
    return 0


def _settled(line: str) -> None:
    """What is there by now stays: no search for garbage goes through it."""
    gc.collect()
    gc.freeze()
    gc.enable()
    _say_ready(line)


def _say_ready(line: str) -> None:
    """Also to systemd, where that started it with `Type=notify`: then `systemctl start` has waited.

    If nobody listens there, nobody waits.
    """
    print(line, flush=True)
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    address = f"\0{address[1:]}" if address.startswith("@") else address
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.sendto(b"READY=1", address)


def _invite(settings: Settings, role: Role, over: str) -> int:
    from bot.app import CannotStart, invite

    try:
        token = asyncio.run(invite(settings, role, over))
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    print(f"Whoever first writes this to the bot becomes {role}; it holds for 7 days:")
    print(f"/start i-{token}")
    return 0


def _backup(settings: Settings, target: Path) -> int:
    from bot.app import back_up
    from bot.store.backup import BackupFailed

    os.nice(10)
    try:
        file, contents = back_up(settings, target)
    except BackupFailed as reason:
        print(f"No backup was made: {reason}", file=sys.stderr)
        return 1
    print(f"{file} is a sound backup: {contents}.")
    return 0


def _restore(settings: Settings, asked: argparse.Namespace) -> int:
    from bot.app import CannotStart, restore
    from bot.store.backup import BackupFailed

    for each in asked.erased:
        if not each.is_file():
            print(f"Nothing was changed: there is no file {each}", file=sys.stderr)
            return 2
    try:
        done = restore(
            settings, asked.file, moved=asked.moved, lists=asked.erased, lost=asked.erasures_lost
        )
    except CannotStart as reason:
        print(f"Nothing was changed: {reason}", file=sys.stderr)
        return 2
    except BackupFailed as reason:
        print(f"Nothing was changed: {reason}", file=sys.stderr)
        return 1
    print(f"{settings.database} is what {asked.file} was: {done.contents}.")
    if done.erased_again:
        print(f"Erased again, because they were erased since: {done.erased_again}.")
    if done.aside:
        print(f"The database of before is {done.aside}; it holds personal data: delete it in time.")
    return 0


def _revoke(settings: Settings, number: str, *, erase: bool) -> int:
    from bot.app import CannotStart, revoke

    try:
        found = asyncio.run(revoke(settings, number, erase=erase))
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 2
    if not found:
        print(f"There is no certificate of the number {number}.", file=sys.stderr)
        return 1
    print("It is erased." if erase else "It is revoked, and its page says so.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
