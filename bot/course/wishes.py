"""Topics that a learner wishes for. Which there are, the database knows, not the courses."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesOpened:
    kind: Literal["wishes-opened"] = "wishes-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWished:
    """A topic is wished for, or (`on` false) not any more; `name` is its title, for the button."""

    topic: str
    name: str
    on: bool = True
    kind: Literal["topic-wished"] = "topic-wished"


WishAction: TypeAlias = WishesOpened | TopicWished


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesShown:
    """`wished`: the titles of those that this learner wishes for; `any`: there are some to choose."""

    wished: tuple[str, ...]
    any: bool
    kind: Literal["wishes"] = "wishes"


WishBody: TypeAlias = WishesShown
