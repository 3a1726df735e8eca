"""Lost bytes undone: `?h域` → 。县域, `。ㄒ唬嫿ǹh` → 　（一）构建县.

The page was GBK. A byte fell out, so that the pairs after it were read one byte off until a character
whose second byte is ASCII stood alone. A pinyin filter worked on bytes too, hitting across the borders
of characters, and later full-width ？；！（ were folded. Each suspicious place is decoded again with
every byte that may be missing, and a language model chooses against leaving it alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from corpus.prior import rare_characters
from corpus.repair.change import Change
from corpus.repair.glosses import Gloss, judge_glosses, read_glosses, read_row
from corpus.repair.language import load_language
from corpus.repair.lost_bytes.choice import CONTEXT, Page
from corpus.repair.lost_bytes.gaps import read_again
from corpus.repair.lost_bytes.pairs import load_pairs
from corpus.repair.lost_bytes.places import find_places, find_suspicious
from corpus.repair.lost_bytes.search import LEFT_ALONE, Run, Search
from corpus.repair.lost_bytes.steps import NEVER, VANISHED, VANISHED_HERE, Steps
from corpus.repair.lost_bytes.tokens import read_tokens, weigh_tokens
from corpus.repair.lost_bytes.write import Judges, write_changes

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LONE = re.compile(
    rf"(?<![?？])\?(?=[、，。；：）》”,;:)])|(?<![?？!！])\?!\?(?=[0-9\r\n])|{LEFT_ALONE.pattern}", re.MULTILINE
)
_LONG_LINE = 40  # characters that tell what a line is
_LOOK = 2000  # characters that tell what a page is
_RUIN = 0.6  # share of characters that sound text hardly holds
_SENSE = 0.3  # the same, of a line that is all one run of lost bytes, once its bytes are paired rightly
FEW = 2  # suspicious places that are looked at alone first
FEW_MARKED = 4  # where fewer than one run in so many begins with ?, that is rather a folded ？ of the run
WORN_RUNS = 3  # so many runs make a page on which a lone ? is doubtful too
FOREIGN = 2  # characters that GBK does not have, in one stretch
LONGEST = 1500  # characters looked at in one go, so that time stays linear
REACH = 40  # characters around a suspicious place that are looked at
MASK = 12  # characters before it that do not count as sound
ENOUGH = 0.5  # log-odds that a reading must have over the text as it stands
SHOWING = 8  # so many wide characters of shifted pairs, none of them private-use: those were dropped


def find_lost_bytes(text: str) -> list[Change]:
    """Every run of lost bytes (``byteshift``, ``glosscut``) and every gloss of the page, in order.

    The two kinds of damage are undone together: glosses that fit the character before them are taken
    out of the stream first; those that do not fit were written across a border, and their syllable
    tells which byte is missing; and a gloss after a run is judged by the character restored there.

    >>> find_lost_bytes("加強管理?h域經濟要發展")     # 。县: "strengthen management. The county economy …"
    [Change(rule='byteshift', start=4, end=6, new='。县', verdict='exact')]
    >>> find_lost_bytes("加强管理。县域经济要发展")
    []
    """
    places = _outside_ruins(text, find_places(text))
    if not places:
        return []
    glosses = read_glosses(text)
    if not glosses:
        suspicious = find_suspicious(text, places, FEW + 1)
        # A place or two may be a false alarm, which the decoder tells at little cost.
        if not suspicious or (len(suspicious) <= FEW and not _find_runs(text, suspicious, [])):
            return []
    changes = judge_glosses(text, glosses)
    gone = {gloss.start for gloss in glosses}
    places = [at for at in places if not _in_gloss(text, at, glosses)]
    if places:
        runs = _find_runs(text, places, glosses)
        covered = {at for run in runs for at in range(run.start, run.end)}
        changes = [change for change in changes if change.start not in covered]
        changes += runs
        changes += [c for run in runs if (c := _gloss_after(text, run)) and c.start not in gone]
    return sorted(changes, key=lambda change: change.start)


def _outside_ruins(text: str, places: list[int]) -> list[int]:
    """The places on lines that are mostly sound; in others any words could be read, none of them true."""
    if not places or _is_ruin(text, 0, min(len(text), _LOOK)):
        return []
    kept: list[int] = []
    start = end = -1
    ruined = False
    for at in places:
        if not start <= at < end:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) + 1 or len(text) + 1
            ruined = _is_ruin(text, start, end)
        if not ruined:
            kept.append(at)
    return kept


def _is_ruin(text: str, start: int, end: int) -> bool:
    if end - start <= _LONG_LINE or len(rare_characters().findall(text, start, end)) <= _RUIN * (end - start):
        return False
    return not any(_is_out_of_step(line) for line in text[start:end].split("\n"))


def _is_out_of_step(line: str) -> bool:
    """Whether a line of rare characters makes sense where its bytes are paired the other way, from the first on."""
    pairs = line.lstrip("?？ ").encode("gb18030", "ignore")[1:].decode("gbk", "replace")
    return len(pairs) > _LONG_LINE // 2 and len(rare_characters().findall(pairs)) < _SENSE * len(pairs)


def _in_gloss(text: str, at: int, glosses: list[Gloss]) -> bool:
    i = bisect_right(glosses, at, key=lambda gloss: gloss.start) - 1
    return i >= 0 and at < glosses[i].end


def _find_runs(text: str, places: list[int], glosses: list[Gloss]) -> list[Change]:
    pairs = load_pairs()
    sound = _sound_pieces(text, places, glosses)
    judges = Judges(
        pairs, load_language().adapt(sound), Page(sound), pairs.share_traditional(text), _weigh_gaps(text, places)
    )
    areas = _stretches(text, places)
    by_area = [_find_in_stretch(text, start, end, glosses, judges, worn=False) for start, end in areas]
    marked = [sum(ways.stretch.is_marked(run.first, run.at) for ways, run in runs) for runs in by_area]
    if FEW_MARKED * sum(marked) < sum(map(len, by_area)):
        for i, (start, end) in enumerate(areas):
            if marked[i]:
                by_area[i] = _find_in_stretch(text, start, end, glosses, judges, worn=False, marks_rare=True)
    found = _write([one for runs in by_area for one in runs], judges)
    if len(found) >= WORN_RUNS and (lone := [match.start() for match in _LONE.finditer(text)]):
        found += _find_lone(text, lone, found, glosses, judges, sound)
    return found


def _find_lone(
    text: str, places: list[int], found: list[Change], glosses: list[Gloss], judges: Judges, sound: list[str]
) -> list[Change]:
    """Runs of which only a ? is left, judged by the page as it is now restored."""
    restored = [text[max(0, c.start - CONTEXT) : c.start] + c.new + text[c.end : c.end + CONTEXT] for c in found]
    judges = replace(judges, model=load_language().adapt(sound + restored))
    more: list[tuple[Steps, Run]] = []
    for at in places:
        if any(change.start <= at < change.end for change in found):
            continue
        start, end = _stretches(text, [at])[0]
        if LEFT_ALONE.match(text, at):
            start, end = max(start, at - CONTEXT), min(end, at + 1 + CONTEXT)
        start = max([change.end for change in found if change.end <= at] + [start])
        end = min([change.start for change in found if change.start > at] + [end])
        more += _find_in_stretch(text, start, end, glosses, judges, worn=True)
    return _write(more, judges)


def _write(runs: list[tuple[Steps, Run]], judges: Judges) -> list[Change]:
    """The changes that restore these runs."""
    read = read_again(runs, judges.page) if judges.gaps > NEVER else [run for _, run in runs]
    return write_changes([(ways.stretch, run) for (ways, _), run in zip(runs, read, strict=True)], judges)


def _find_in_stretch(
    text: str,
    start: int,
    end: int,
    glosses: list[Gloss],
    judges: Judges,
    *,
    worn: bool,
    marks_rare: bool = False,
) -> list[tuple[Steps, Run]]:
    """All runs between two offsets, each with the stretch that it lies in."""
    low = bisect_left(glosses, start, key=lambda gloss: gloss.start)
    high = bisect_left(glosses, end, key=lambda gloss: gloss.start)
    tokens = read_tokens(text, start, end, glosses[low:high])
    foreign = sum(not (token.lead or token.single or token.reading) for token in tokens)
    if foreign > max(FOREIGN, len(tokens) // 20):
        return []  # another damage; nothing here was ever read as GBK
    stretch = weigh_tokens(text, start, end, tokens, judges.model)
    fillings = judges.fillings
    ways = Steps(
        stretch,
        judges.pairs,
        judges.model,
        judges.traditional,
        worn=worn,
        gaps=judges.gaps,
        fillings=fillings,
        marks_rare=marks_rare,
    )
    return [(ways, run) for run in Search(ways).best_runs(0.0 if worn else ENOUGH)]


def _gloss_after(text: str, run: Change) -> Change | None:
    end = read_row(text, run.end, run.new[-1]) if run.new else run.end
    return Change("gloss", run.end, end, "", "exact") if end > run.end else None


def _stretches(text: str, places: list[int]) -> list[tuple[int, int]]:
    """Parts of lines around the suspicious places, those that touch taken together."""
    found: list[tuple[int, int]] = []
    for at in places:
        if found and at < found[-1][1] - REACH // 2:
            continue
        low = max(0, at - REACH)
        low = max(text.rfind("\n", low, at) + 1, low)
        high = min(len(text), at + REACH)
        stop = text.find("\n", at, high)
        high = high if stop < 0 else stop
        if found and low < found[-1][1] and high - found[-1][0] < LONGEST:
            found[-1] = (found[-1][0], high)
        elif found and low < found[-1][1]:
            found.append((found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _sound_pieces(text: str, places: list[int], glosses: list[Gloss]) -> list[str]:
    """What the page says outside the suspicious places and glosses."""
    holes = sorted([(max(0, at - MASK), at + 1) for at in places] + [(g.start, g.end) for g in glosses])
    pieces: list[str] = []
    at = 0
    parts: list[str] = []
    for start, end in holes:
        if start > at:
            parts.append(text[at:start])
        if text[start:end][:1] not in "(（ ":
            pieces.append("".join(parts))
            parts = []
        at = max(at, end)
    pieces += ["".join(parts), text[at:]]
    return [piece for piece in pieces if len(piece) > 1]


def _weigh_gaps(text: str, places: list[int]) -> float:
    """Log-chance of a vanished pair: sites that dropped private-use characters dropped all of them."""
    if _PRIVATE.search(text):
        return NEVER
    return VANISHED_HERE if sum(text[at] > "\x7f" for at in places) >= SHOWING else VANISHED
