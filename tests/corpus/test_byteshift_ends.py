"""Where runs end: a second byte lost before an A3, and all that is left of a character standing alone."""

import pytest

from corpus.repair import repair_text
from corpus.repair.byteshift import find_lost_bytes

WORN = (
    "全縣糧食產量穩步增長。縣域經濟不斷壯大。",
    "各鎮開展環境整治。縣城新增綠地公園。",
    "今年推進項目建設。縣裏出臺獎勵辦法。",
)


def lose_before_a3(text: str) -> str:
    """The text as it reads when every 。 lost its first byte, up to a line's end."""
    return text.encode("gbk").replace("。".encode("gbk"), b"\xa3").decode("gb18030", "replace").replace("\ufffd", "?")


def restore(text: str) -> str:
    for change in reversed(find_lost_bytes(text)):
        text = text[: change.start] + change.new + text[change.end :]
    return text


@pytest.mark.parametrize(
    "text",
    [
        "稳步推进产业升级。加快园区建设。改善居民生活，",
        "完成土地整治任务。推进农田水利建设。全年粮食丰收，",
        "保持财政收入增长。认真落实惠民政策。组织春季培训，",
    ],
)
def test_what_lies_between_two_stops_of_simplified_text_is_read_again(text: str) -> None:
    garbled = lose_before_a3(text)
    assert "。" not in garbled
    assert restore(garbled) == text


def test_a_question_mark_at_a_line_end_of_a_worn_page_is_what_is_left_of_a_stop() -> None:
    page = "\n".join(map(lose_before_a3, WORN))
    assert page.count("?\n") == 2
    repairs = repair_text(page).repairs
    assert [(r.restored, r.verdict) for r in repairs if r.raw == "?"] == [("。", "likely")] * 3


def test_a_line_that_asks_keeps_its_mark() -> None:
    page = "\n".join(map(lose_before_a3, WORN)) + "\n錢從哪裏來?\n怎麼辦?\n"
    assert repair_text(page).text.endswith("\n錢從哪裏來?\n怎麼辦?\n")


def test_a_letter_between_characters_of_a_worn_page_is_what_is_left_of_one() -> None:
    page = "\n".join(map(lose_before_a3, WORN))
    lost = "規範企" + "業".encode("gbk")[1:].decode("gbk") + "融資行爲，"
    assert repair_text(page + "\n" + lost + "\n").text.endswith("規範企业融資行爲，\n")
    sound = "新增A級景區三家，發行B股和H股，\n"
    assert repair_text(page + "\n" + sound).text.endswith(sound)


def test_sound_pages_keep_question_marks_and_letters() -> None:
    text = "全縣糧食產量穩步增長?\n新增A級景區三家，產I協作，\n"
    assert repair_text(text).text == text
