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


def holds(base: pathlib.Path, name: str) -> str:
    """The figure that the text of a source has."""
    sql = "SELECT v.text FROM provisions v JOIN plans USING (plan_id) JOIN sources s USING (source_id) WHERE s.name = ?"
    return str(connect_reader(base).execute(sql, (name,)).fetchone()[0])[-5:-3]


def test_folders_of_one_name_stay_apart(folders: tuple[pathlib.Path, pathlib.Path, pathlib.Path]) -> None:
    """Of a third folder that is called as the second one was, too."""
    east, west, base = folders
    other = east.parent / "other/west"
    other.mkdir(parents=True)
    (other / "plan.txt").write_text(TEXT.format(3), encoding="utf-8")
    for folder in (east, west, other, other, west, east):
        assert build([folder], base, workers=1).removed == 0
    first, second, third = names(base)
    assert (first, second) == ("plan.txt", "west/plan.txt") and third.startswith("west/plan.txt~")
    assert [holds(base, name) for name in (first, second, third)] == ["到1", "到2", "到3"]


def test_a_name_with_its_folder_is_no_other_file(folders: tuple[pathlib.Path, pathlib.Path, pathlib.Path]) -> None:
    east, west, base = folders
    (west / "west").mkdir()
    (west / "west/plan.txt").write_text(TEXT.format(4), encoding="utf-8")
    build([east], base, workers=1)
    for _ in range(2):
        report = build([west], base, workers=1)
        assert report.found == sum(report.states.values()) == 2
    first, second, third = names(base)
    assert (first, second) == ("plan.txt", "west/plan.txt") and third.startswith("west/plan.txt~")
    assert [holds(base, name) for name in (first, second, third)] == ["到1", "到4", "到2"]
