"""The words of the chat page itself; everything else on it is said by the bot."""

from bot.i18n import Words


def page_words(t: Words) -> dict[str, str]:
    """Every text of the page in one language. `{n}` is filled by the page."""
    return {
        "title": t("Epizod: short courses in a chat"),
        "to_newest": t("Go to the newest message"),
        "to_field": t("Go to the text field"),
        "no_script": t("This page needs JavaScript. Please switch it on, or use a newer browser."),
        # Translators: the state of the connection, under the name of the bot.
        "connecting": t("Connecting…"),
        "connected": t("Connected"),
        "offline": t("No connection. I keep trying; you can go on reading."),
        "waiting": t(
            "No connection. What you did is kept here and will be sent when you are online again."
        ),
        "menu": t("Menu"),
        "continue": t("Continue"),
        "progress": t("My progress"),
        "courses": t("All courses"),
        "settings": t("Settings"),
        "language": "Мова / Língua / Language",
        "feedback": t("Give feedback"),
        "privacy": t("Privacy"),
        "help": t("Help"),
        "conversation": t("Conversation"),
        # Translators: read aloud before each message of the bot.
        "epizod": t("Epizod:"),
        # Translators: read aloud before the person's own words.
        "you": t("You:"),
        "writing": t("Epizod is writing…"),
        "below": t("New message below"),
        "field": t("Your message"),
        # Translators: Enter and Shift are keys; use the names that stand on keyboards.
        "field_hint": t("Enter sends, Shift+Enter starts a new line."),
        "send": t("Send"),
        "left": t("Characters left: {n}", n="{n}"),
        "too_long": t("This text is too long. Characters to remove: {n}", n="{n}"),
        "unsent": t("Not sent yet. I keep trying."),
        "returned": t("Your text is in the field again."),
        "refused": t("This page cannot recognise you. Please allow cookies for it and reload it."),
        "failed": t("Something went wrong on this page. Please try again."),
    }


def clock_words(t: Words) -> dict[str, str]:
    """The words of the panel with which who prepares a course moves the clock ahead."""
    return {
        "clock": t("Preview: move the clock"),
        # Translators: how far the clock is moved; the words of a button, three in a row.
        "clock_hour": t("One hour ahead"),
        "clock_day": t("One day ahead"),
        "clock_week": t("One week ahead"),
        # Translators: a date and a time, such as "Friday, 6 March 2026 at 09:00".
        "clock_now": t("It is now {moment}.", moment="{moment}"),
        "clock_moving": t("The clock is moving…"),
        "clock_failed": t("The clock was not moved. Please reload the page and try again."),
    }
