"""Two folders in one base, one after the other: neither pushes the other out."""

import pathlib
import shutil

import pytest

from kb.build import build
from kb.store import connect_reader

TEXT = "造林方案\n\n一、目标\n到2026年底，造林面积达到{}万亩。\n"  # plant so many mu of forest by the end of 2026


@pytest.fixture
def folders(tmp_path: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path, pathlib.Path]:
    for number, folder in enumerate(("east", "west"), 1):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.txt").write_text(TEXT.format(number), encoding="utf-8")
    return tmp_path / "east", tmp_path / "west", tmp_path / "t.db"


def names(base: pathlib.Path) -> list[str]:
    return [name for (name,) in connect_reader(base).execute("SELECT name FROM sources ORDER BY name")]


def test_another_folder_adds(folders: tuple[pathlib.Path, pathlib.Path, pathlib.Path]) -> None:
    east, west, base = folders
    build([east], base, workers=1)
    report = build([west], base, workers=1)
    assert names(base) == ["plan.txt", "west/plan.txt"]
    assert (report.found, sum(report.states.values()), report.removed) == (1, 1, 0)
    again = build([west], base, workers=1)
    assert (again.unchanged, again.read, names(base)) == (1, 0, ["plan.txt", "west/plan.txt"])


def test_what_is_gone_from_its_folder_goes(folders: tuple[pathlib.Path, pathlib.Path, pathlib.Path]) -> None:
    east, west, base = folders
    build([east], base, workers=1)
    build([west], base, workers=1)
    (east / "plan.txt").unlink()
    assert build([east], base, workers=1).removed == 1
    assert names(base) == ["west/plan.txt"]


def test_a_folder_that_moved_is_not_doubled(folders: tuple[pathlib.Path, pathlib.Path, pathlib.Path]) -> None:
    east, west, base = folders
    build([east], base, workers=1)
    shutil.rmtree(west)
    east.rename(west)
    build([west], base, workers=1)
    assert names(base) == ["plan.txt"]


def test_the_outer_folder_takes_over(folders: tuple[pathlib.Path, pathlib.Path, pathlib.Path]) -> None:
    east, _, base = folders
    build([east], base, workers=1)
    build([east.parent], base, workers=1)
    assert names(base) == ["east/plan.txt", "west/plan.txt"]  # and neither the base nor its lock
