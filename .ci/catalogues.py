"""The catalogues of the interface: `check` them (`make catalogues`) or `update` (`make messages`).

`check` guarantees that each text the code asks for stands in every language, that no
language keeps a text nobody asks for, and that every translation has the placeholders and
the plural forms of its text. It names every problem at once. English sentences are the ids,
so English may leave a text empty.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory

from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import PoFileError, read_po

LANGUAGES = ("en", "uk", "pt")
SOURCE = "en"
CALLS = ("t", "n:1,2")
"""How the code asks for a text: `t("Hello {name}")`, `t.n("{n} day", "{n} days", days)`."""


def pybabel(*arguments: str) -> None:
    if CommandLineInterface().run(["pybabel", "-q", *arguments]):  # type: ignore[no-untyped-call]
        sys.exit(1)


def extract(folder: str) -> str:
    """Collects what the code asks for; the path of the template."""
    template = f"{folder}/bot.pot"
    calls = [option for call in CALLS for option in ("-k", call)]
    layout = ["--add-location=file", "--sort-by-file", "--width=98", "-s", "-c", "Translators:"]
    about = ["--project=epizod", "--copyright-holder=the contributors to Epizod"]
    pybabel("extract", "-F", "pyproject.toml", *calls, *layout, *about, "-o", template, ".")
    return template


def update() -> None:
    """Adds new texts to every catalogue and drops those nobody asks for; keeps translations."""
    with TemporaryDirectory() as folder:
        template = extract(folder)
        Path("locales").mkdir(exist_ok=True)
        for language in LANGUAGES:
            pybabel(
                *("update", "-D", "bot", "-d", "locales", "-l", language, "-i", template),
                *("--no-fuzzy-matching", "--ignore-obsolete", "--init-missing"),
                *("--ignore-pot-creation-date", "--width=98"),
            )


def wanted_texts() -> Catalog:
    with TemporaryDirectory() as folder, Path(extract(folder)).open("rb") as file:
        return read_po(file)


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(map(str, text or ()))  # type: ignore[call-overload]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def key(message: Message) -> tuple[str | None, str]:
    return message.context, forms(message.id)[0]


def wording_problems(message: Message, catalogue: Catalog) -> Iterator[str]:
    wordings = forms(message.string)
    if message.fuzzy:
        yield "is marked fuzzy: read it again and remove the mark"
    if not all(wordings):
        if catalogue.locale_identifier != SOURCE or any(wordings):
            yield "is not translated"
        return
    if message.pluralizable and len(wordings) != catalogue.num_plurals:
        yield f"has {len(wordings)} plural forms and needs {catalogue.num_plurals}"
    wanted = {name for text in forms(message.id) for name in placeholders(text)}
    for number, wording in enumerate(wordings):
        has = placeholders(wording)
        # English may say "one episode"; with more than two forms, the first also counts 21.
        may_miss = message.pluralizable and number == 0 and catalogue.num_plurals <= 2
        if has - wanted or (wanted - has and not may_miss):
            yield f"has the placeholders {sorted(has)} and needs {sorted(wanted)}"


def catalogue_problems(language: str, asked: set[tuple[str | None, str]]) -> Iterator[str]:
    path = Path(f"locales/{language}/LC_MESSAGES/bot.po")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    have = {key(message): message for message in catalogue if message.id}
    for _, text in sorted(asked - have.keys(), key=str):
        yield f"{path}: {text!r} is missing: run `make messages`"
    for (context, text), message in have.items():
        where = f"{path}:{message.lineno}: {text!r}"
        if (context, text) not in asked:
            yield f"{where} is asked for nowhere: run `make messages`"
            continue
        try:
            for problem in wording_problems(message, catalogue):
                yield f"{where} {problem}"
        except ValueError as error:
            yield f"{where} has a broken placeholder: {error}"


def problems() -> Iterator[str]:
    asked = {key(message) for message in wanted_texts() if message.id}
    for language in LANGUAGES:
        try:
            yield from catalogue_problems(language, asked)
        except (OSError, PoFileError) as error:
            yield f"locales/{language}/LC_MESSAGES/bot.po: {error}: run `make messages`"


def main(command: str = "check") -> int:
    match command:
        case "update":
            update()
            return 0
        case "check":
            found = list(problems())
            print("\n".join(found))
            return bool(found)
        case _:
            print("catalogues.py check | update", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
