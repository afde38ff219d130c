"""Certificates: what each says, whose it is, and whether it still holds.

issued ──► revoked          its page says so; the same request gives it again, still revoked
   └─────► without learner  after an erasure, if the person asked to keep it
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.course.facts import CertificateIssued
from bot.store import erasures
from bot.store.codec import CERTIFICATE, dump, load
from bot.store.reader import Reader, Row
from bot.store.times import from_ms, to_ms
from bot.store.writer import Tx

COLUMNS = "id, document, issued_at, revoked_at"
NUMBER_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """`id` is the number on the certificate, and all that its public page is asked by."""

    id: str
    printed: CertificateIssued
    issued_at: datetime
    revoked_at: datetime | None


def issue(tx: Tx, learner_id: str, fact: CertificateIssued, now: datetime) -> str | None:
    """The number of the certificate. The same course, name and language are the same certificate.

    What was issued first stays as it was. None: one of this course was revoked, and asking under
    another name or in another language does not bring it back.
    """
    revoked = tx.execute(
        "SELECT 1 FROM certificates WHERE learner_id = ? AND course = ? AND revoked_at IS NOT NULL",
        (learner_id, fact.course),
    ).fetchone()
    if revoked:
        return None
    row = tx.execute(
        "INSERT INTO certificates"
        " (id, learner_id, course, release, name, language, document, issued_at, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (learner_id, course, name, language)"
        " DO UPDATE SET asked_at = excluded.asked_at RETURNING id",
        (
            _number(), learner_id, fact.course, fact.release, fact.name,
            fact.language, dump(CERTIFICATE, fact), to_ms(now), to_ms(now),
        ),
    ).fetchone()  # fmt: skip
    return str(row["id"])


async def find(reader: Reader, certificate_id: str) -> Issued | None:
    rows = await reader.all(
        f"SELECT {COLUMNS} FROM certificates WHERE id = ?",  # noqa: S608
        (certificate_id,),
    )
    return _issued(rows[0]) if rows else None


async def of_learner(reader: Reader, learner_id: str, course: str) -> list[Issued]:
    """All for this course, the one that was asked for last at the front."""
    rows = await reader.all(
        f"SELECT {COLUMNS} FROM certificates WHERE learner_id = ? AND course = ?"  # noqa: S608
        " ORDER BY asked_at DESC, issued_at DESC, id",
        (learner_id, course),
    )
    return [_issued(row) for row in rows]


def has_any(tx: Tx, learner_id: str) -> bool:
    """Whether an erasure must ask what is to become of certificates."""
    row = tx.execute("SELECT 1 FROM certificates WHERE learner_id = ? LIMIT 1", (learner_id,))
    return row.fetchone() is not None


def revoke(tx: Tx, certificate_id: str, now: datetime) -> bool:
    """Whether there is such a certificate. One that is revoked stays revoked since then.

    With it goes the same award under another name or in another language.
    """
    changed = tx.execute(
        "UPDATE certificates SET revoked_at = COALESCE(revoked_at, ?) WHERE id = ? OR"
        " (learner_id, course) IN (SELECT learner_id, course FROM certificates WHERE id = ?)",
        (to_ms(now), certificate_id, certificate_id),
    )
    if changed.rowcount > 0:
        erasures.note(tx, "revocation", erasures.hidden(certificate_id))
    return changed.rowcount > 0


def erase(tx: Tx, certificate_id: str) -> bool:
    """Whether there was one. For a holder who erased their data, kept this, and changed their mind."""
    gone = tx.execute("DELETE FROM certificates WHERE id = ?", (certificate_id,))
    if gone.rowcount == 1:
        erasures.note(tx, "certificate", erasures.hidden(certificate_id))
    return gone.rowcount == 1


def by_hidden(tx: Tx) -> dict[str, str]:
    """Every number, by what stands for it in the list of what is gone for good."""
    return {
        erasures.hidden(row["id"]): row["id"] for row in tx.execute("SELECT id FROM certificates")
    }


def keep_after_erasure(tx: Tx, learner_id: str) -> int:
    """Before `learners.erase`, if the person asked for it: certificates stay, and nothing else.

    How many they are. From now on only the printed name says whose they are.
    """
    kept = tx.execute(
        "UPDATE certificates SET learner_id = NULL WHERE learner_id = ?", (learner_id,)
    )
    erasures.note(tx, "keeps-certificates", learner_id)
    return kept.rowcount


def _number() -> str:
    """Small letters and digits that can be typed from paper and told on the telephone."""
    return base64.b32encode(secrets.token_bytes(NUMBER_BYTES)).decode().rstrip("=").lower()


def _issued(row: Row) -> Issued:
    revoked = row["revoked_at"]
    return Issued(
        id=row["id"], printed=load(CERTIFICATE, row["document"]), issued_at=from_ms(row["issued_at"]),
        revoked_at=None if revoked is None else from_ms(revoked),
    )  # fmt: skip
