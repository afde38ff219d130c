"""A certificate to try things on, and the key of a school that there is not."""

import base64
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot import i18n
from bot.certificate import signing
from bot.certificate.model import Certificate, Share

BASE = "https://epizod.example.org"
PRIVATE = base64.urlsafe_b64encode(b"k" * 32).decode().rstrip("=")
KEY = signing.private_key(PRIVATE)
PUBLIC = signing.written(KEY.public_key())
WORDS = i18n.load(Path(__file__).parents[2] / "locales")

PLAIN = Certificate(
    id="mfrggzdfmztwq2lknnwg23tpoi", name="Ґанна Єв’юк-Їжакевич", language="uk", course_id="pp",
    course_title="Публічна політика і як її творять", release="a1b2c3d4e5f6" * 5,
    episodes=Share(done=10, of=10), tests=Share(done=5, of=5), began_on=date(2026, 9, 1),
    completed_on=date(2026, 11, 20), issued_on=date(2026, 11, 21),
    issued_at=datetime(2026, 11, 21, 10, 30, 15, tzinfo=UTC),
)  # fmt: skip
FULL = replace(
    PLAIN, name="João Gonçalves da Conceição", language="pt", hours=4, credits="0,1 ECTS",
    course_title="Políticas públicas e como ganham forma", issuer="Direção-Geral do Dia a Dia",
)  # fmt: skip
LONG = replace(
    PLAIN, hours=30, credits="0,1 кредиту ЄКТС",
    name="Ґанна-Єлизавета Дем’яненко-Придніпровська-Щербаківська-Широкопільська та ще трохи",
    course_title="Публічна політика і як її творять: десять коротких історій про зупинку, яку "
    "перенесли, про людей, які на ній чекали, і про те, що було далі",
    issuer="Національне агентство з питань щоденних справ і добрих намірів, що завжди поруч",
)  # fmt: skip
ALL = (PLAIN, FULL, LONG)


def link(certificate: Certificate) -> str:
    return signing.link(certificate, BASE, KEY)
