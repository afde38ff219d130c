"""Settings from the environment and `.env`. A wrong one is named, with what to do."""

import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.course.desk.announcement import SECOND_PERSON_FROM

SQLITE = "sqlite:///"
TELEGRAM = "https://api.telegram.org"
PLAIN = {
    "bool_parsing": "write 1 or 0",
    "int_parsing": "give a whole number",
    "float_parsing": "give a number",
    "multiple_of": "give a multiple of five",
}
"""What to do about values of the wrong kind, in place of the library's own words."""


class WrongSetting(Exception):
    """One line that names the setting and says what is wrong with it."""


class Settings(BaseSettings):
    """Frozen. The environment comes before `.env`; an empty value counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    bot_token: str | None = Field(default=None, repr=False, pattern=r"^[0-9]+:[A-Za-z0-9_-]+$")
    telegram_api_url: str = TELEGRAM
    database_url: str = "sqlite:///data/epizod.db"
    lessons_dir: Path = Path("lessons")
    public_url: str | None = None
    webhook_secret: str | None = Field(default=None, repr=False, pattern=r"^[A-Za-z0-9_-]{1,256}$")
    signing_key: str | None = Field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    forwarded_allow_ips: str = "127.0.0.1, ::1"
    web_chat: bool = False
    admin_ids: str = Field(default="", pattern=r"^$|^[0-9]{1,20}( *, *[0-9]{1,20})*$")
    rate_per_second: float = Field(default=30, gt=0, le=10_000)
    broadcast_per_second: float | None = Field(default=None, ge=1, le=1000)
    rate_per_chat: float = Field(default=1, gt=0, le=10_000)
    second_person_from: int = Field(default=SECOND_PERSON_FROM, ge=5, le=1_000_000, multiple_of=5)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    metrics_token: str | None = Field(default=None, repr=False)
    backup_dir: Path | None = None
    backup_keep: int = Field(default=14, ge=1, le=35)

    @field_validator("telegram_api_url", "public_url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("give a full address such as https://example.org")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_sqlite(cls, value: str) -> str:
        if value.removeprefix(SQLITE) in (value, "", ":memory:") or "?" in value:
            raise ValueError("give a SQLite file such as sqlite:///data/epizod.db")
        return value

    @field_validator("signing_key")
    @classmethod
    def _is_key(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{43}", value):
            raise ValueError("this is no key of 43 letters; `python -m bot new-key` makes one")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _is_token(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
            raise ValueError("give 16 to 256 letters and digits that nobody can guess")
        return value

    @field_validator("forwarded_allow_ips")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        """What is not understood would be trusted by nobody, and nobody would be told. By `*` everybody
        could say to be anybody.
        """
        try:
            for each in value.split(","):
                ip_network(each.strip())
        except ValueError:
            raise ValueError("give addresses such as 192.0.2.7 or 172.16.0.0/12") from None
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("*", mode="before")
    @classmethod
    def _stripped(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _webhook_needs_secret(self) -> Self:
        if self.webhook_secret and not self.public_url:
            raise ValueError("WEBHOOK_SECRET needs PUBLIC_URL: Telegram must know whom to call")
        plain = (self.public_url or "").startswith("http:")
        if self.webhook_secret and plain and self.telegram_api_url == TELEGRAM:
            raise ValueError("PUBLIC_URL: Telegram calls only https addresses")
        return self

    @property
    def administrators(self) -> frozenset[str]:
        """The Telegram ids of those who may do everything at the desk."""
        return frozenset(each.strip() for each in self.admin_ids.split(",") if each.strip())

    @property
    def database(self) -> Path:
        return Path(self.database_url.removeprefix(SQLITE))

    @property
    def serves_chat(self) -> bool:
        """The chat page is there without a bot token, or when it is asked for."""
        return self.bot_token is None or self.web_chat

    @property
    def previews(self) -> bool:
        """The clock can be moved ahead: only where nobody but this machine's user comes in."""
        return self.bot_token is None and self.public_url is None and is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether a name or an address means this very machine, and only this one."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings() -> Settings:
    """The settings, or WrongSetting with one line for each that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSetting("\n".join(_line(each) for each in error.errors())) from None
    except UnicodeDecodeError:
        raise WrongSetting(".env: this file is no UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise WrongSetting(f".env: {error.strerror}; let this user read it") from None


def _line(problem: object) -> str:
    assert isinstance(problem, dict)
    name = ".".join(str(part) for part in problem["loc"]).upper()
    message = str(problem["msg"]).removeprefix("Value error, ")
    message = PLAIN.get(problem["type"], message)
    if "pattern" in problem["type"]:
        message = "has not the form that Telegram gives or accepts"
    return f"{name}: {message}" if name else message
