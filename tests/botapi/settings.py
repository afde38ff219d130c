"""What a run of the fake may change; the defaults are Telegram's own numbers where known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

TOKEN = "123456:TEST-token-of-the-fake-Bot-API"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sending limits. `slack` (seconds) forgives jitter between the bot's clock and ours;
    a send within `grace` seconds of a 429 was on its way and is no violation."""

    per_second: int = 30
    per_chat: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20
    slack: float = 0.05
    grace: float = 0.25
    edits_count: bool = True
    enforced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Frozen for one server. Times are seconds.

    `strict`: what Telegram's servers tolerate but its documentation forbids is answered
    with 400; it is recorded as a violation either way.
    `answer_within`: a button press not answered by then is a violation.
    `query_lifetime`: a button press cannot be answered after that.
    `webhook_route`: public origin → origin on this machine; updates never leave loopback.
    """

    token: str = TOKEN
    bot_name: str = "Epizod"
    bot_username: str = "epizod_test_bot"
    strict: bool = True
    limits: Limits = field(default_factory=Limits)
    answer_within: float = 5.0
    query_lifetime: float = 30.0
    latency: float = 0.0
    webhook_retry: float = 0.2
    webhook_timeout: float = 10.0
    webhook_route: Mapping[str, str] = field(default_factory=dict)
    privacy_mode: bool = True

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])
