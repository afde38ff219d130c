"""What went wrong, in words, and what to do about it."""

from starlette.responses import Response

from bot.channels.web.desk.render import plain_page
from bot.i18n import Words


def problem(status: int, t: Words) -> Response:
    heading, todo = _words(status, t)
    response = plain_page("problem", t, status, title=heading, todo=todo)
    if status in (429, 503):
        response.headers["retry-after"] = "5"
    return response


def _words(status: int, t: Words) -> tuple[str, str]:
    match status:
        case 401:
            return (
                t("You are not signed in"),
                t(
                    "Write /desk to the bot, press “Open in a browser”, and open the link that"
                    " comes. For your safety, a session ends after half an hour in which nothing"
                    " happens, and after eight hours in any case."
                ),
            )
        case 403:
            return (
                t("This was not done"),
                t(
                    "The request did not come from a page of this session. Open the page again and"
                    " do it there."
                ),
            )
        case 404:
            return (
                t("There is nothing here"),
                t("It is gone, or it does not belong to what you look after."),
            )
        case 413:
            return (
                t("This is too much at once"),
                t("Nothing of it is kept. Go back, make the text shorter and send it again."),
            )
        case 429:
            return (
                t("Too many requests at once"),
                t("Please wait a moment and try again."),
            )
        case 503:
            return (
                t("The database does not answer"),
                t("Nothing was lost and nothing was done. Please try again in a minute."),
            )
        case _:
            return (
                t("Something went wrong here"),
                t(
                    "Nothing was done. Please try again; if it happens again, tell whoever runs this."
                ),
            )
