"""Surveys: questionnaires that belong to no course, sent to an audience."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveysOpened:
    kind: Literal["surveys-opened"] = "surveys-opened"


SurveyAction: TypeAlias = SurveysOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveysShown:
    kind: Literal["surveys"] = "surveys"


SurveyBody: TypeAlias = SurveysShown
