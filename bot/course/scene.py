"""One turn in the making: the learner, the courses within reach, the moment, the button pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.course.facts import Fact
from bot.course.inputs import Asked, Point, Ref
from bot.course.learner import Enrolment, Learner, Walk
from bot.course.messages import Body, Button, Keyboard, Label, Message, Note
from bot.course.model import Course
from bot.course.shelf import Shelf
from bot.course.timing import Window
from bot.course.turn import Turn
from bot.course.walking import Path

CONTINUE: Keyboard = ((Button(label=Label.CONTINUE, does=Asked(menu="continue")),),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    shelf: Shelf
    learner: Learner
    now: datetime
    origin: Ref | None = None
    """The message whose button was pressed."""

    @property
    def today(self) -> date:
        """The date on the learner's wall."""
        return self.now.astimezone(ZoneInfo(self.learner.zone)).date()

    @property
    def window(self) -> Window:
        """When this learner may be spoken to, by their rhythm and the limits of their courses."""
        learner = self.learner
        mornings = any(
            self.course(each).limits.mornings_only for each in learner.enrolments.values()
        )
        return Window(rhythm=learner.rhythm, zone=learner.zone, mornings_only=mornings)

    def course(self, enrolment: Enrolment) -> Course:
        return self.shelf.releases[enrolment.release]

    def path(self, enrolment: Enrolment, *, aside: bool) -> Path:
        return Path(self.course(enrolment), enrolment, self.learner.seed, aside=aside)

    def front(self) -> Path | None:
        """The walk in front of the learner: a survey, what was opened beside the way, the way itself."""
        if asking := self.learner.surveys.get(self.learner.asking or ""):
            return self.path(asking, aside=False)
        enrolment = self.learner.enrolment
        if enrolment is None or not (enrolment.aside or enrolment.walk):
            return None
        return self.path(enrolment, aside=enrolment.aside is not None)

    def find(self, at: Point) -> Path | None:
        """The walk that stands at this very point. The main way comes back to the front by it."""
        survey = self.learner.surveys.get(at.course)
        if survey and survey.walk and survey.point(survey.walk) == at:
            return self.path(survey, aside=False)
        enrolment = self.learner.enrolments.get(at.course)
        if enrolment is None:
            return None
        if enrolment.aside and enrolment.point(enrolment.aside) == at:
            return self.path(enrolment, aside=True)
        if enrolment.walk and enrolment.point(enrolment.walk) == at:
            return self.path(replace(enrolment, aside=None), aside=False)
        return None

    def with_learner(self, **changes: object) -> "Scene":
        return replace(self, learner=replace(self.learner, **changes))  # type: ignore[arg-type]

    def enrolled(self, enrolment: Enrolment) -> "Scene":
        """The scene with this enrolment stored and in front."""
        course = enrolment.course
        if self.course(enrolment).survey:
            surveys: Mapping[str, Enrolment] = {**self.learner.surveys, course: enrolment}
            return self.with_learner(surveys=surveys, asking=course)
        enrolments: Mapping[str, Enrolment] = {**self.learner.enrolments, course: enrolment}
        return self.with_learner(enrolments=enrolments, current=course, asking=None)

    def walked(self, path: Path, walk: Walk) -> tuple["Scene", Path]:
        """The scene and the path after a step of the walk, whichever of the two it is."""
        enrolment = path.enrolment
        changed = replace(enrolment, aside=walk) if path.aside else replace(enrolment, walk=walk)
        if path.survey:
            changed = replace(changed, touched_at=self.now)
        scene = self.enrolled(changed)
        return scene, scene.path(changed, aside=path.aside)

    def says(self, *messages: Message, facts: tuple[Fact, ...] = ()) -> Turn:
        return Turn(learner=self.learner, messages=messages, facts=facts)

    def answers(
        self,
        body: Body,
        buttons: Keyboard = (),
        *,
        note: Note | None = None,
        in_place: bool = False,
    ) -> Turn:
        """One message; `in_place` it changes the message whose button was pressed."""
        replaces = self.origin if in_place else None
        return self.says(Message(body=body, buttons=buttons, note=note, replaces=replaces))
