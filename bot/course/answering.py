"""Steps: going on from a message, answering a question, rating, writing, skipping.

Every answer is a fact. The question stays where it was asked, with the answer in it.
"""

from dataclasses import replace

from bot.course import review, surveys
from bot.course.activities import aside_left, move_on
from bot.course.facts import Answered, Fact
from bot.course.inputs import OptionChosen, OptionsSubmitted, Point, Rated, Skipped, TriedAgain
from bot.course.messages import Body, Message, Note
from bot.course.model import Choose, Rate, Review, Say
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
        case Choose(several=True) as step:
            return _marked(scene, path, step, chosen.option)
        case Choose() as step:
            return _chosen(scene, path, step, (chosen.option,))
        case _:
            return stale(scene)


def options_submitted(scene: Scene, submitted: OptionsSubmitted) -> Turn:
    path = scene.find(submitted.at)
    if path is None or not path.open or not isinstance(path.step, Choose):
        return stale(scene)
    if not path.walk.marked:
        return scene.says(replace(path.shown(), note=Note.NOTHING_MARKED, replaces=scene.origin))
    return _chosen(scene, path, path.step, path.walk.marked)


def options_typed(scene: Scene, path: Path, step: Choose, options: tuple[int, ...]) -> Turn:
    """Numbers typed in place of pressing."""
    options = tuple(sorted(set(options)))
    if step.most is not None and len(options) > step.most:
        return scene.says(replace(path.shown(), note=Note.TOO_MANY))
    return _chosen(scene, path, step, options)


def _chosen(scene: Scene, path: Path, step: Choose, options: tuple[int, ...]) -> Turn:
    told = _told if step.poll else _answered
    return told(scene, path, options)


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


def left_aside(scene: Scene, at: Point) -> Turn:
    path = scene.find(at)
    if path and path.survey:
        return surveys.put_away(scene, path.enrolment)
    if path is None or not path.aside:
        return stale(scene)
    return aside_left(scene, path)


def skipped(scene: Scene, skip: Skipped) -> Turn:
    path = scene.find(skip.at)
    if path is None or isinstance(path.step, Say) or not path.step.optional or not path.open:
        return stale(scene)
    return _settled(scene, path.question(None, skipped=True), move_on(scene, path))


def _marked(scene: Scene, path: Path, step: Choose, option: int) -> Turn:
    marked = tuple(sorted(set(path.walk.marked) ^ {option}))
    if step.most is not None and len(marked) > step.most:
        return scene.says(replace(path.shown(), note=Note.TOO_MANY, replaces=scene.origin))
    walk = replace(path.walk, marked=marked, retrying=bool(path.walk.tried))
    scene, path = scene.walked(path, walk)
    return scene.says(replace(path.shown(), replaces=scene.origin))


def _answered(scene: Scene, path: Path, answer: tuple[int, ...]) -> Turn:
    assert isinstance(path.step, Choose)
    right = is_right(path.step, answer)
    fact = _fact(path, answer, right)
    first = not path.walk.tried
    scene, path = scene.walked(path, path.answered(path.step, answer))
    if right is not None and first:
        scene = _remembered(scene, path, right=right)
    return scene.says(replace(path.shown(), replaces=scene.origin), facts=(fact,))


def _remembered(scene: Scene, path: Path, *, right: bool) -> Scene:
    """The first answer to a question decides when it comes back."""
    enrolment = path.enrolment
    if not scene.course(enrolment).review_days:
        return scene
    reviewed = isinstance(path.activity, Review)
    key = path.step.id if reviewed else f"{path.activity.id}/{path.step.id}"
    card = review.answered(enrolment.cards.get(key), right=right, on=scene.today)
    scene = scene.enrolled(replace(enrolment, cards={**enrolment.cards, key: card}))
    return scene.with_learner(ignored=0) if reviewed else scene


def _told(scene: Scene, path: Path, told: tuple[int, ...] | str) -> Turn:
    """An answer that is neither right nor wrong: kept, shown where it was asked, and gone on from.

    In an anonymous survey it is no fact of this learner: it stays in the walk until the end.
    """
    unlinked = path.survey and path.survey.anonymous
    facts = () if unlinked else (_fact(path, told, None),)
    scene, path = scene.walked(path, path.remembering(path.walk, told))
    turn = move_on(scene, path)
    turn = replace(turn, facts=(*facts, *turn.facts))
    return turn if isinstance(told, str) else _settled(scene, path.told(told), turn)


def _settled(scene: Scene, shown: Body, turn: Turn) -> Turn:
    """The question keeps its answer and loses its buttons; then comes what follows, if not in its place."""
    if scene.origin is None or any(each.replaces == scene.origin for each in turn.messages):
        return turn
    settled = Message(body=shown, replaces=scene.origin)
    return replace(turn, messages=(settled, *turn.messages))


def _fact(path: Path, response: tuple[int, ...] | str, right: bool | None) -> Fact:
    return Answered(
        course=path.enrolment.course, release=path.enrolment.release, activity=path.activity.id,
        step=path.step.id, attempt=path.walk.attempt, response=response, right=right,
        about=path.walk.about,
    )  # fmt: skip
