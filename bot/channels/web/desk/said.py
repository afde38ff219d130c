"""Sentences with which a page begins after something was done. An address can name only these."""

from bot.i18n import Words


def said(name: str, t: Words) -> str | None:
    return {
        "answered": t("Your answer is on its way."),
        "posted": t("Your answer is in the letterbox."),
        "unanswered": t("Your answer is kept, but this person cannot be reached today."),
        "made": t("The group is made. Now say more about it, or leave that for later."),
        "changed": t("It is saved."),
        "decided": t("This is done, and the person is told."),
        "changed-meanwhile": t("This has changed in the meantime. Here is how it stands:"),
        "discarded": t("The draft is thrown away."),
        "kept": t("It is saved. Nothing is sent yet."),
        "tested": t("A test is on its way to your chat with the bot."),
        "unreachable": t("The bot cannot reach you in the chat."),
        "marked": t("Done."),
        "counted": t("The wish is counted."),
        "language": t("The language of the desk is changed."),
        "unlinked": t("The address is unlinked. Whoever is there begins as somebody new."),
        "forgotten": t("Everything about this person is erased."),
        "refused": t(
            "Nothing was done. Somebody with more rights has to do that with this person."
        ),
        "taken": t("The role is taken away."),
        "entered": t("You are signed in."),
    }.get(name)
