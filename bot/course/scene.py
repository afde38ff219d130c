"""One turn in the making: the learner, the courses within reach, the moment, the button pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.course.facts import Fact
from bot.course.inputs import Asked, Point, Ref
from bot.course.learner import Enrolment, Learner, Walk
from bot.course.messages import Body, Button, Keyboard, Label, Message, Note
from bot.course.model import Course
from bot.course.shelf import Shelf
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

    def course(self, enrolment: Enrolment) -> Course:
        return self.shelf.releases[enrolment.release]

    def path(self, enrolment: Enrolment, walk: Walk) -> Path:
        return Path(self.course(enrolment), enrolment, walk, self.learner.seed)

    def front(self) -> tuple[Enrolment, Path] | None:
        """The walk in front of the learner: what was opened beside the way, else the way itself."""
        enrolment = self.learner.enrolment
        walk = (enrolment.aside or enrolment.walk) if enrolment else None
        return (enrolment, self.path(enrolment, walk)) if enrolment and walk else None

    def find(self, at: Point) -> tuple[Enrolment, Path] | None:
        """The walk that stands at this very point. The main way comes back to the front by it."""
        enrolment = self.learner.enrolments.get(at.course)
        if enrolment is None:
            return None
        if enrolment.aside and enrolment.point(enrolment.aside) == at:
            return enrolment, self.path(enrolment, enrolment.aside)
        if enrolment.walk and enrolment.point(enrolment.walk) == at:
            left = replace(enrolment, aside=None)
            return left, self.path(left, enrolment.walk)
        return None

    def with_learner(self, **changes: object) -> "Scene":
        return replace(self, learner=replace(self.learner, **changes))  # type: ignore[arg-type]

    def enrolled(self, enrolment: Enrolment) -> "Scene":
        """The scene with this enrolment stored and in front."""
        enrolments: Mapping[str, Enrolment] = {
            **self.learner.enrolments,
            enrolment.course: enrolment,
        }
        return self.with_learner(enrolments=enrolments, current=enrolment.course)

    def walked(self, enrolment: Enrolment, path: Path, walk: Walk) -> tuple["Scene", Path]:
        """The scene and the path after a step of the walk, whichever of the two it is."""
        aside = enrolment.aside is path.walk
        changed = replace(enrolment, aside=walk) if aside else replace(enrolment, walk=walk)
        scene = self.enrolled(changed)
        return scene, scene.path(changed, walk)

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
