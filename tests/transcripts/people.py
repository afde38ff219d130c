"""Several people and one bot: learners, and those who sit at the desk.

Olha > /desk              what Olha does; what comes to her, and (to Anna) what comes to others
… 25 hours later          what comes to anybody meanwhile
… announcements go out
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.content.reading import Lessons
from bot.service.desk.desk import Desk
from bot.store.learners import Address
from tests.transcripts.chat import Chat
from tests.transcripts.transcript import INDENT, block, happening_of

BOSS = "Olha"
"""Named in ADMIN_IDS."""

_token = re.compile(r"(?<=/start [gi]-)[\w-]{20,}")
_number = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{8}\b")
_line = re.compile(r"(?P<who>[A-Z]\w+) > (?P<what>.+)")
_jump = re.compile(r"… (?P<number>\d+) (?P<unit>minute|hour|day)s? later")


@dataclass(slots=True, kw_only=True)
class People:
    """Whoever is named in a script has a chat of their own."""

    database: Path
    lessons: Lessons
    language: str
    chats: dict[str, Chat] = field(default_factory=dict)
    token: str = ""
    """Of the newest invitation that was shown; a script and its golden text say TOKEN."""

    async def play(self, text: str) -> str:
        """The whole transcript, as it comes out today."""
        for who in dict.fromkeys(each["who"] for each in _line.finditer(text)):
            self.chats[who] = self._chat(who)
        for chat in self.chats.values():
            chat.others = [other for other in self.chats.values() if other is not chat]
        parts = []
        for line in text.splitlines():
            if line.startswith("#"):
                parts.append(line)
            elif line and not line.startswith(INDENT):
                parts.append(await self._played(line))
        return "\n\n".join(parts) + "\n"

    def _chat(self, who: str) -> Chat:
        number = 1000 + len(self.chats)
        return Chat(
            database=self.database, lessons=self.lessons, language=self.language,
            me=Address(channel="telegram", address=str(number)),
            desk=Desk(administrators={"1000"}),
        )  # fmt: skip

    async def _played(self, line: str) -> str:
        seen = {who: len(chat.screen) for who, chat in self.chats.items()}
        now = max(chat.now for chat in self.chats.values())
        actor = next(iter(self.chats.values()))
        if said := _line.fullmatch(line):
            actor = self.chats[said["who"]]
        actor.now = now
        if said:
            await actor.happens(happening_of(said["what"].replace("TOKEN", self.token), actor))
        elif jump := _jump.fullmatch(line):
            await actor.passes(timedelta(**{jump["unit"] + "s": int(jump["number"])}))
        else:
            assert line == "… announcements go out", f"what is this line: {line}"
            await actor.announced()
        blocks = [
            (f"{INDENT}(to {who})\n" if chat is not actor or not said else "") + block(shown)
            for who, chat in self.chats.items()
            for shown in chat.screen[seen[who] :]
        ]
        text = "\n\n".join([line, *(blocks or [f"{INDENT}(nothing is said)"])])
        self.token = next((each[0] for each in _token.finditer(text)), self.token)
        return _number.sub("NUMBER", _token.sub("TOKEN", text))
