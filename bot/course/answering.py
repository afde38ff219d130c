"""Steps: going on from a message, answering a question, rating, writing, skipping.

Every answer is a fact. The question stays where it was asked, with the answer in it.
"""

from dataclasses import replace

from bot.course.activities import move_on
from bot.course.facts import Answered, Fact
from bot.course.inputs import OptionChosen, OptionsSubmitted, Point, Rated, Skipped, TriedAgain
from bot.course.messages import Body, Message, Note
from bot.course.model import Choose, Rate, Write
from bot.course.scene import Scene
from bot.course.turn import Turn
from bot.course.walking import Path, is_right
from bot.course.way import stale


def went_on(scene: Scene, at: Point, *, deeper: bool) -> Turn:
    path = scene.find(at)
    if path is None or path.open:
        return stale(scene)
    return move_on(scene, path, deeper=deeper)


def option_chosen(scene: Scene, chosen: OptionChosen) -> Turn:
    """An answer, or a mark where several options may be right. Both may try a wrong answer again."""
    path = scene.find(chosen.at)
    if path is None or not (path.open or path.may_retry()):
        return stale(scene)
    match path.step:
        case Choose(options=options) if not 1 <= chosen.option <= options:
            return stale(scene)
        case Choose(several=True):
            return _marked(scene, path, chosen.option)
        case Choose() as step:
            return _answered(scene, path, step, (chosen.option,))
        case _:
            return stale(scene)


def options_submitted(scene: Scene, submitted: OptionsSubmitted) -> Turn:
    path = scene.find(submitted.at)
    if path is None or not path.open or not isinstance(path.step, Choose):
        return stale(scene)
    if not path.walk.marked:
        return scene.says(replace(path.shown(), note=Note.NOTHING_MARKED, replaces=scene.origin))
    return _answered(scene, path, path.step, path.walk.marked)


def options_typed(scene: Scene, path: Path, step: Choose, options: tuple[int, ...]) -> Turn:
    """Numbers typed in place of pressing."""
    return _answered(scene, path, step, tuple(sorted(set(options))))


def tried_again(scene: Scene, tried: TriedAgain) -> Turn:
    path = scene.find(tried.at)
    if path is None or not path.may_retry():
        return stale(scene)
    scene, path = scene.walked(path, replace(path.walk, retrying=True))
    return scene.says(replace(path.shown(), replaces=scene.origin))


def rated(scene: Scene, rating: Rated) -> Turn:
    path = scene.find(rating.at)
    match path.step if path else None:
        case Rate(low=low, high=high) if path and low <= rating.value <= high:
            return _told(scene, path, (rating.value,))
        case _:
            return stale(scene)


def written(scene: Scene, path: Path, text: str) -> Turn:
    """The next message says that the words are saved."""
    turn = _told(scene, path, text)
    first, *rest = turn.messages
    return replace(turn, messages=(replace(first, note=Note.SAVED), *rest))


def skipped(scene: Scene, skip: Skipped) -> Turn:
    path = scene.find(skip.at)
    if path is None or not isinstance(path.step, Rate | Write) or not path.step.optional:
        return stale(scene)
    return _settled(scene, path.question(None, skipped=True), move_on(scene, path))


def _marked(scene: Scene, path: Path, option: int) -> Turn:
    marked = tuple(sorted(set(path.walk.marked) ^ {option}))
    walk = replace(path.walk, marked=marked, retrying=bool(path.walk.tried))
    scene, path = scene.walked(path, walk)
    return scene.says(replace(path.shown(), replaces=scene.origin))


def _answered(scene: Scene, path: Path, step: Choose, answer: tuple[int, ...]) -> Turn:
    fact = _fact(path, answer, is_right(step, answer))
    scene, path = scene.walked(path, path.answered(step, answer))
    return scene.says(replace(path.shown(), replaces=scene.origin), facts=(fact,))


def _told(scene: Scene, path: Path, told: tuple[int, ...] | str) -> Turn:
    """An answer that is neither right nor wrong: kept, shown where it was asked, and gone on from."""
    turn = move_on(scene, path)
    turn = replace(turn, facts=(_fact(path, told, None), *turn.facts))
    return turn if isinstance(told, str) else _settled(scene, path.question(told), turn)


def _settled(scene: Scene, shown: Body, turn: Turn) -> Turn:
    """The question keeps its answer and loses its buttons; then comes what follows."""
    if scene.origin is None:
        return turn
    settled = Message(body=shown, replaces=scene.origin)
    return replace(turn, messages=(settled, *turn.messages))


def _fact(path: Path, response: tuple[int, ...] | str, right: bool | None) -> Fact:
    return Answered(
        course=path.enrolment.course, release=path.enrolment.release, activity=path.activity.id,
        step=path.step.id, attempt=path.walk.attempt, response=response, right=right,
        about=path.walk.about,
    )  # fmt: skip
