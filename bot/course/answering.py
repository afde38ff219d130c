"""Steps: going on from a message, answering a question, rating, writing, skipping.

Every answer is a fact. The question stays where it was asked, with the answer in it.
"""

from dataclasses import replace

from bot.course.activities import move_on
from bot.course.facts import Answered, Fact
from bot.course.inputs import OptionChosen, OptionsSubmitted, Point, Rated, Skipped, TriedAgain
from bot.course.learner import Enrolment
from bot.course.messages import Body, Message, Note
from bot.course.model import Choose, Rate, Write
from bot.course.scene import Scene
from bot.course.turn import Turn
from bot.course.walking import Path, is_right
from bot.course.way import stale


def went_on(scene: Scene, at: Point, *, deeper: bool) -> Turn:
    found = scene.find(at)
    if found is None or found[1].open:
        return stale(scene)
    return move_on(scene, *found, deeper=deeper)


def option_chosen(scene: Scene, chosen: OptionChosen) -> Turn:
    """An answer, or a mark where several options may be right. Both may try a wrong answer again."""
    found = scene.find(chosen.at)
    if found is None:
        return stale(scene)
    enrolment, path = found
    if not isinstance(path.step, Choose) or not 1 <= chosen.option <= path.step.options:
        return stale(scene)
    if path.step.several and (path.open or path.may_retry()):
        return _marked(scene, enrolment, path, chosen.option)
    if path.open or path.may_retry():
        return _answered(scene, enrolment, path, (chosen.option,))
    return stale(scene)


def options_submitted(scene: Scene, submitted: OptionsSubmitted) -> Turn:
    found = scene.find(submitted.at)
    if found is None or not found[1].open:
        return stale(scene)
    enrolment, path = found
    if not path.walk.marked:
        return scene.says(replace(path.shown(), note=Note.NOT_AN_ANSWER, replaces=scene.origin))
    return _answered(scene, enrolment, path, path.walk.marked)


def options_typed(scene: Scene, enrolment: Enrolment, path: Path, options: tuple[int, ...]) -> Turn:
    """Numbers typed in place of pressing."""
    return _answered(scene, enrolment, path, tuple(sorted(set(options))))


def tried_again(scene: Scene, tried: TriedAgain) -> Turn:
    found = scene.find(tried.at)
    if found is None or not found[1].may_retry():
        return stale(scene)
    enrolment, path = found
    scene, path = scene.walked(enrolment, path, replace(path.walk, retrying=True))
    return scene.says(replace(path.shown(), replaces=scene.origin))


def rated(scene: Scene, rating: Rated) -> Turn:
    found = scene.find(rating.at)
    if found is None or not isinstance(found[1].step, Rate):
        return stale(scene)
    enrolment, path = found
    step = path.step
    assert isinstance(step, Rate)
    if not step.low <= rating.value <= step.high:
        return scene.says(replace(path.shown(), note=Note.NOT_AN_ANSWER))
    return _told(scene, enrolment, path, (rating.value,))


def written(scene: Scene, enrolment: Enrolment, path: Path, text: str) -> Turn:
    return _told(scene, enrolment, path, text)


def skipped(scene: Scene, skip: Skipped) -> Turn:
    found = scene.find(skip.at)
    if found is None or not isinstance(found[1].step, Rate | Write):
        return stale(scene)
    enrolment, path = found
    return _settled(scene, path, path.question(None, words=""), move_on(scene, enrolment, path))


def _marked(scene: Scene, enrolment: Enrolment, path: Path, option: int) -> Turn:
    marked = tuple(sorted(set(path.walk.marked) ^ {option}))
    walk = replace(path.walk, marked=marked, retrying=bool(path.walk.tried))
    scene, path = scene.walked(enrolment, path, walk)
    return scene.says(replace(path.shown(), replaces=scene.origin))


def _answered(scene: Scene, enrolment: Enrolment, path: Path, answer: tuple[int, ...]) -> Turn:
    assert isinstance(path.step, Choose)
    fact = _fact(enrolment, path, answer, is_right(path.step, answer))
    scene, path = scene.walked(enrolment, path, path.answered(answer))
    return scene.says(replace(path.shown(), replaces=scene.origin), facts=(fact,))


def _told(scene: Scene, enrolment: Enrolment, path: Path, told: tuple[int, ...] | str) -> Turn:
    """An answer that is neither right nor wrong: kept, shown where it was asked, and gone on from."""
    turn = move_on(scene, enrolment, path)
    turn = replace(turn, facts=(_fact(enrolment, path, told, None), *turn.facts))
    if isinstance(told, str):
        first, *rest = turn.messages
        return replace(turn, messages=(replace(first, note=Note.SAVED), *rest))
    return _settled(scene, path, path.question(told), turn)


def _settled(scene: Scene, path: Path, shown: Body, turn: Turn) -> Turn:
    """The question keeps its answer and loses its buttons; then comes what follows."""
    if scene.origin is None:
        return turn
    settled = Message(body=shown, replaces=scene.origin)
    return replace(turn, messages=(settled, *turn.messages))


def _fact(
    enrolment: Enrolment, path: Path, response: tuple[int, ...] | str, right: bool | None
) -> Fact:
    return Answered(
        course=enrolment.course, release=enrolment.release, activity=path.activity.id,
        step=path.step.id, attempt=path.walk.attempt, response=response, right=right,
        about=path.walk.about,
    )  # fmt: skip
