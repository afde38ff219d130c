"""`python -m bot simulate`: the same for the same seed, silent about nothing that goes wrong."""

import csv
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.course import agenda, prompting
from bot.course.scene import Scene
from bot.course.turn import Turn
from bot.simulation.habits import Habit
from bot.simulation.run import Plan, simulate
from tests.program.epizod import LESSONS

SVG = "{http://www.w3.org/2000/svg}"


def _simulated(
    out: Path, learners: int = 20, weeks: int = 3, course: str = "pp"
) -> tuple[int, str]:
    plan = Plan(lessons=LESSONS, course=course, learners=learners, weeks=weeks, seed=1, out=out)
    said = StringIO()
    return simulate(plan, said), said.getvalue()


def _verdict(report: str) -> str:
    _, _, verdict = report.partition("What must not be\n")
    return verdict


def test_a_small_run_is_well_and_can_be_repeated(tmp_path: Path) -> None:
    code, report = _simulated(tmp_path)
    assert code == 0
    assert _verdict(report).count(": none\n") == 4
    assert "1 a day at most" in report

    table = (tmp_path / "simulation.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert {row["learner"] for row in rows} == {str(number) for number in range(20)}
    assert len({(row["learner"], row["day"]) for row in rows}) == len(rows)
    assert all(int(row["prompts"]) + int(row["replies"]) for row in rows)
    assert {row["prompts"] for row in rows} == {"0", "1"}
    assert f"of {sum(int(row['prompts']) for row in rows)} prompts" in report
    assert f"{sum(int(row['presses']) for row in rows)} presses" in report
    done = {row["learner"] for row in rows if row["completed"] == "1"}
    assert re.search(rf"end of week 3 +{len(done)} ", report)

    _simulated(tmp_path / "fewer", learners=8)
    fewer = (tmp_path / "fewer" / "simulation.csv").read_text(encoding="utf-8")
    assert table.startswith(fewer)

    root = ET.parse(tmp_path / "simulation.svg").getroot()
    assert root.get("role") == "img"
    labels = root.get("aria-labelledby", "").split()
    named = {
        each.get("id"): each.text for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")
    }
    assert [bool(named[label]) for label in labels] == [True, True]


def test_a_doubled_prompt_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    woken = prompting.woken

    def twice(scene: Scene) -> Turn:
        turn = woken(scene)
        return replace(turn, messages=turn.messages * 2)

    monkeypatch.setattr(prompting, "woken", twice)
    code, report = _simulated(tmp_path, learners=6, weeks=1)
    assert code == 1
    assert "a second prompt" in report


def test_a_prompt_that_never_comes_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda, "_follow_ups", lambda *_: ())
    code, report = _simulated(tmp_path, learners=6, weeks=1)
    assert code == 1
    assert "Prompts missed: none" not in report
    assert "follow-up" in _verdict(report)


def test_a_plan_that_is_not_asked_about_because_of_reminders_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops = Habit(name="plans, then stops", share=100, plans=1.0, stops_after=(2, 8))
    monkeypatch.setattr("bot.simulation.habits.HABITS", (stops,))
    assert _simulated(tmp_path, learners=6)[0] == 0

    plans = agenda._plans
    monkeypatch.setattr(agenda, "_plans", lambda who: () if who.reminded else plans(who))
    code, report = _simulated(tmp_path, learners=6)
    assert code == 1
    assert re.search(r"March plan p\d+\n", _verdict(report))


def test_a_prompt_on_a_public_holiday_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.course.lobby.HOME_HOLIDAYS", {})
    code, report = _simulated(tmp_path, learners=6, weeks=5)
    assert code == 1
    assert "03 April at a quiet time" in report


def test_a_message_without_a_way_on_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.course.way.onward", lambda *_: ())
    code, report = _simulated(tmp_path, learners=6, weeks=1)
    assert code == 1
    assert "nothing to press on up-next" in report


def test_a_timer_that_breaks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(scene: Scene) -> Turn:
        raise LookupError

    monkeypatch.setattr(prompting, "woken", broken)
    code, report = _simulated(tmp_path, learners=6, weeks=1)
    assert code == 1
    assert "a timer broke: LookupError" in report


def test_a_course_that_is_not_there(tmp_path: Path) -> None:
    assert _simulated(tmp_path, course="qq")[0] == 2
    with pytest.raises(SystemExit):
        main(["simulate", "--learners", "0"])
