"""What the audit says was done, in words. What has no words here is said as it is written there."""

from collections.abc import Mapping

from bot.i18n import Words


def deed(action: str, t: Words) -> str:
    return deeds(t).get(action, action)


def deeds(t: Words) -> Mapping[str, str]:
    return {**_messages(t), **_announcements(t), **_groups(t), **_people(t), **_others(t)}


def _messages(t: Words) -> Mapping[str, str]:
    return {
        "answered": t("answered a message"),
        "complaint": t("marked a message as complaint"),
        "done": t("marked a message as done"),
        "open": t("opened a message again"),
        "read": t("read a message"),
        "listed messages": t("looked through the messages"),
        "searched messages": t("searched the messages"),
        "chose alerts": t("changed how they are told of new messages"),
        "counted wish": t("counted a wish for a topic"),
        "finished topic": t("marked a topic as done"),
        "made topic": t("made a topic"),
        "named topic": t("named a topic"),
        "reopened topic": t("opened a topic again"),
        "listed topics": t("looked through the topics"),
        "looked at topic": t("looked at a topic"),
    }


def _announcements(t: Words) -> Mapping[str, str]:
    return {
        "began announcement": t("started a draft of an announcement"),
        "cancel announcement": t("stopped an announcement for good"),
        "changed announcement": t("changed a draft of an announcement"),
        "confirm announcement": t("confirmed an announcement"),
        "discard announcement": t("threw an announcement away"),
        "pause announcement": t("paused an announcement"),
        "planned announcement began": t("a planned announcement began"),
        "planned announcement did not begin": t("a planned announcement did not begin"),
        "resume announcement": t("went on with an announcement"),
        "revise announcement": t("took an announcement back to the draft"),
        "send announcement": t("sent or planned an announcement"),
        "listed announcements": t("looked through the announcements"),
        "looked at announcement": t("looked at an announcement"),
        "previewed announcement": t("looked at an announcement in preview"),
        "tested announcement": t("sent themselves a test of an announcement"),
    }


def _groups(t: Words) -> Mapping[str, str]:
    return {
        "added to list": t("put people on the list of a group"),
        "approved in group": t("approved a request to join a group"),
        "changed group": t("changed a group"),
        "closed group": t("closed a group"),
        "emptied list": t("emptied the list of a group"),
        "made group": t("made a group"),
        "opened group again": t("opened a group again"),
        "refused in group": t("refused a request to join a group"),
        "removed in group": t("removed somebody from a group"),
        "renewed link": t("made a new link for a group"),
        "listed groups": t("looked through the groups"),
        "listed people of group": t("looked through the people of a group"),
        "looked at group": t("looked at a group"),
        "looked at link of group": t("looked at the link of a group"),
    }


def _people(t: Words) -> Mapping[str, str]:
    return {
        "forgot": t("erased a person"),
        "looked at": t("looked at a person"),
        "may not forget": t("tried to erase a person without the right to"),
        "may not unlink": t("tried to unlink a person without the right to"),
        "looked in vain": t("searched for a person who was not found"),
        "unlinked telegram": t("unlinked somebody from Telegram"),
        "unlinked web": t("unlinked somebody from the chat page"),
    }


def _others(t: Words) -> Mapping[str, str]:
    return {
        "asked for a link": t("asked for a link to sign in"),
        "exported the audit": t("downloaded this list"),
        "invited": t("invited somebody"),
        "joined": t("accepted an invitation"),
        "previewed": t("looked at a part of a course in preview"),
        "listed surveys": t("looked through the surveys"),
        "looked at survey": t("looked at a survey"),
        "looked at team": t("looked at the team"),
        "opened a page": t("opened a page of the desk"),
        "read answers": t("read answers of a survey"),
        "read the audit": t("looked at this list"),
        "sent a form": t("sent a form that changed nothing"),
        "signed out": t("signed out"),
        "stopped summary": t("stopped the summary on Mondays"),
        "wanted summary": t("asked for the summary on Mondays"),
        "report": t("looked at a report"),
        "signed in": t("signed in to the desk in a browser"),
        "signed out everywhere": t("signed out everywhere"),
        "took administrator": t("took the role of an administrator away"),
        "took author": t("took the role of an author away"),
        "took coordinator": t("took the role of a coordinator away"),
        "took viewer": t("took the role of a viewer away"),
    }
