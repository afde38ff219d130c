"""One renderer: the same Markdown tokens become Telegram's HTML or the chat page's.

Nothing passes through unescaped, raw HTML is text, and a link leads only to http, https or mailto.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.view.page import Page

JOINER = "\u2060"
"""A word joiner: it stands between marks that would be taken for one, and is not shown."""
LINKED = ("http://", "https://", "mailto:")
"""Where a link may lead."""

_markdown = MarkdownIt("commonmark", {"html": False}).disable("reference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavour:
    """What a channel makes of each token: the text before and after it."""

    paragraph: tuple[str, str]
    strong: tuple[str, str]
    em: tuple[str, str]
    quote: tuple[str, str]
    bullets: tuple[str, str]
    numbers: tuple[str, str]
    item: tuple[str, str]
    line_break: str
    link: str
    """With `{href}`."""


TELEGRAM = Flavour(
    paragraph=("", "\n\n"), strong=("<b>", "</b>"), em=("<i>", "</i>"),
    quote=("<blockquote>", "</blockquote>\n\n"), bullets=("", "\n"), numbers=("", "\n"),
    item=("{mark} ", "\n"), line_break="\n", link='<a href="{href}">',
)  # fmt: skip
WEB = Flavour(
    paragraph=("<p>", "</p>"), strong=("<strong>", "</strong>"), em=("<em>", "</em>"),
    quote=("<blockquote>", "</blockquote>"), bullets=("<ul>", "</ul>"), numbers=("<ol>", "</ol>"),
    item=("<li>", "</li>"), line_break="<br>", link='<a href="{href}" rel="noopener" target="_blank">',
)  # fmt: skip


def html(page: Page, flavour: Flavour) -> str:
    """The page's text. What somebody wrote to somebody is not kept in memory for the next time."""
    return render(page.text, flavour) if page.personal else _rendered(page.text, flavour)


@lru_cache(maxsize=4096)
def _rendered(markdown: str, flavour: Flavour) -> str:
    return render(markdown, flavour)


def render(markdown: str, flavour: Flavour) -> str:
    return _Rendering(flavour).blocks(_markdown.parse(markdown))


class _Rendering:
    def __init__(self, flavour: Flavour) -> None:
        self._flavour = flavour
        self._lists: list[int | None] = []
        """The number of the next item for each open list; None in a list of bullets."""
        self._links: list[bool] = []
        """For each open link, whether it is shown as one."""

    def blocks(self, tokens: list[Token]) -> str:
        text = "".join(self._block(token) for token in tokens).strip()
        return text.replace("\n\n</blockquote>", "</blockquote>").replace(JOINER, "")

    def _block(self, token: Token) -> str:
        f = self._flavour
        match token.type:
            case "inline":
                return "".join(self._inline(child) for child in token.children or ())
            case "paragraph_open" | "paragraph_close":
                return "" if token.hidden else f.paragraph[token.nesting < 0]
            case "blockquote_open":
                return f.quote[0]
            case "blockquote_close":
                return f.quote[1]
            case "bullet_list_open" | "ordered_list_open":
                numbered = token.type == "ordered_list_open"
                self._lists.append(int(token.attrs.get("start", 1)) if numbered else None)
                return (f.numbers if numbered else f.bullets)[0]
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                return (f.numbers if token.type == "ordered_list_close" else f.bullets)[1]
            case "list_item_open":
                return f.item[0].format(mark=self._mark())
            case "list_item_close":
                return f.item[1]
            case _:
                return escape(token.content)

    def _mark(self) -> str:
        number = self._lists[-1]
        if number is None:
            return "•"
        self._lists[-1] = number + 1
        return f"{number}."

    def _inline(self, token: Token) -> str:
        f = self._flavour
        match token.type:
            case "strong_open" | "strong_close":
                return f.strong[token.nesting < 0]
            case "em_open" | "em_close":
                return f.em[token.nesting < 0]
            case "softbreak":
                return "\n" if f is TELEGRAM else " "
            case "hardbreak":
                return f.line_break
            case "link_open":
                href = str(token.attrs["href"])
                self._links.append(href.startswith(LINKED))
                return f.link.format(href=escape(href)) if self._links[-1] else ""
            case "link_close":
                return "</a>" if self._links.pop() else ""
            case "image":
                return ""
            case _:
                return escape(token.content, quote=False)
