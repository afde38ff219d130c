"""Lessons as files: `lessons/` becomes courses, and every problem is found at once."""

from bot.content.pictures import Media, Medium
from bot.content.problem import Hint, Problem
from bot.content.reading import Lessons, ReadCourse, read_course, read_lessons

__all__ = [
    "Hint",
    "Lessons",
    "Media",
    "Medium",
    "Problem",
    "ReadCourse",
    "read_course",
    "read_lessons",
]
