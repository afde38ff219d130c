"""What the bot says about itself: its commands, how it works, what it does with data."""

from bot.course.inputs import Menu
from bot.i18n import Words
from bot.view.page import paragraphs


def commands(t: Words) -> dict[Menu, str]:
    """Every command with what it does, in the order of menus. /start comes before them."""
    return {
        "continue": t("go on where you stopped"),
        "courses": t("all courses"),
        "progress": t("what is done and what is to come"),
        "review": t("questions that come back"),
        "plans": t("what you want to do at work"),
        "certificate": t("your certificate"),
        "settings": t("rhythm, pause, language, time zone, pictures"),
        "groups": t("the groups you are in"),
        "language": t("change the language"),
        "feedback": t("write to the course team"),
        "help": t("how this works"),
        "privacy": t("what is kept about you, and why"),
        "export": t("download your data"),
        "forget": t("erase your data"),
    }


def help_text(t: Words) -> str:
    lines = "\n".join(f"- /{command} – {what}" for command, what in commands(t).items())
    how = t(
        "An episode is a short story in a few messages. Press a button to go on, or type the number"
        " of an answer. Take all the time you need."
    )
    itself = t(
        "Once a day at most, at your hour, I may write first: the next episode, a question about"
        " an earlier one, a reminder. What comes, and when, you choose in /settings"
    )
    anything = t("Anything else that you write I can pass on to the course team.")
    return paragraphs("**" + t("How this works") + "**", how, itself, lines, anything)


def privacy_text(t: Words) -> str:
    kept = (
        t("the address of this chat, so that we can answer; on the chat page, a cookie holds it"),
        t("your language, time zone and settings"),
        t("the courses you take, your answers and results with their times"),
        t("the groups that you have asked to join"),
        t("the surveys that you have opened and answered, with the days"),
        t("your plans, and the days on which a message came without your asking"),
        t("the name for a certificate, if you ask for one"),
        t("what you write to the course team, and the latest messages of this chat"),
    )
    listed = "\n".join(f"- {each}" for each in kept)
    return paragraphs(
        "**" + t("Your data, in plain words") + "**",
        t("What is kept:") + "\n\n" + listed,
        t(
            "What is not kept: your name (except for a certificate), username, phone number, photos,"
            " voice messages and files."
        ),
        t(
            "Why: so that you can go on where you stopped, and so that the course team can see which"
            " questions are too hard. Nothing is sold or used for advertising."
        ),
        t(
            "Where: in the database of the organisation that runs this bot. Messages travel"
            " through the app or page in which you read this."
        ),
        t(
            "How long: until you erase your data, or until you have not come for two years. Then I"
            " write to you, and unless you come back, a month later everything is erased, except"
            " certificates. Messages of this chat go after 13 months, backups after five weeks at most."
        ),
        t(
            "Your rights: /export gives you everything, /forget erases it, also when a backup is"
            " restored. To ask or to complain: /feedback"
        ),
        t(
            "What you write anonymously is kept without a link to you. Only a random address leads"
            " an answer back; it goes when you erase your data. The words stay until three years"
            " after the course team was done with them."
        ),
        t(
            "Your answers to an anonymous survey that you have finished are kept without a link to"
            " you. They stay when you erase your data."
        ),
        t("A complaint is marked as one, and the course team cannot delete it."),
    )
