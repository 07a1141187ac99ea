"""The oracle's DLQI and DLQI-R, in plain loops and tables: specification B1 to B7.

DLQI: Finlay AY, Khan GK. Clin Exp Dermatol 1994;19:210-216.
Bands: Hongbo 2005. J Invest Dermatol 125:659-664. DLQI-R: Rencz 2018. Br J Dermatol 179:1102-1108.
Question numbers only: the wording is under copyright and stands nowhere here.
"""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from oracle_cells import NR, UNRECORDED, Bounds, Cell, Record, is_answer

# Specification B2, every row: (part a, part b) -> (score, is it a not-relevant response, is it unanswered).
# Part a: 3 yes, 0 no. Part b: 2, 1, 0.
QUESTION_7: dict[tuple[Cell, Cell], tuple[int, bool, bool]] = {
    (3, None): (3, False, False),
    (3, 2): (3, False, False),
    (3, 1): (3, False, False),
    (3, 0): (3, False, False),
    (0, 2): (2, False, False),
    (0, 1): (1, False, False),
    (0, 0): (0, False, False),
    (0, None): (0, False, False),
    (NR, None): (0, True, False),
    (NR, 2): (2, False, False),
    (NR, 1): (1, False, False),
    (NR, 0): (0, False, False),
    (None, 2): (2, False, False),
    (None, 1): (1, False, False),
    (None, 0): (0, False, False),
    (None, None): (0, False, True),
}

# The pairs in which nothing is left open. Part b belongs to a "no"; elsewhere it may stay blank.
COMPLETE_PAIRS: tuple[tuple[Cell, Cell], ...] = (
    (3, None),
    (3, 2),
    (3, 1),
    (3, 0),
    (0, 2),
    (0, 1),
    (0, 0),
    (NR, None),
    (NR, 2),
    (NR, 1),
    (NR, 0),
)

# Specification B1: questions 1 and 2 have no "not relevant".
WITHOUT_NOT_RELEVANT = (1, 2)

# Specification B4.
DLQI_SUBSCALES = {
    "symptoms_and_feelings": (1, 2),
    "daily_activities": (3, 4),
    "leisure": (5, 6),
    "work_and_school": (7,),
    "personal_relationships": (8, 9),
    "treatment": (10,),
}
ALL_QUESTIONS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)

# What one question may come to: (score, is it a not-relevant response, is it unanswered).
Outcome = tuple[int, bool, bool]
# What a set of questions may come to: (points, not-relevant responses, unanswered questions).
State = tuple[int, int, int]


def item_name(question: int) -> str:
    return f"dlqi_{question:02d}"


def allowed_answers(question: int) -> tuple[Cell, ...]:
    if question in WITHOUT_NOT_RELEVANT:
        return (0, 1, 2, 3)
    return (0, 1, 2, 3, NR)


def cell_of(record: Record, name: str, allowed: Sequence[Cell]) -> Cell:
    cell: Cell = record.get(name, UNRECORDED)
    if is_answer(cell) and (isinstance(cell, bool) or cell not in allowed):
        raise ValueError((name, cell))
    return cell


def comes_in_two_parts(record: Record) -> bool:
    """Question 7 comes as 7a with 7b, or combined; never answered in both forms."""
    combined = cell_of(record, "dlqi_07", (0, 1, 2, 3, NR))
    part_a = cell_of(record, "dlqi_07a", (3, 0, NR))
    part_b = cell_of(record, "dlqi_07b", (2, 1, 0))
    pair_answered = is_answer(part_a) or is_answer(part_b)
    if is_answer(combined) and pair_answered:
        raise ValueError(combined)  # both forms of question 7 are answered
    if is_answer(combined):
        return False
    if pair_answered:
        return True
    pair_captured = part_a is None or part_b is None
    return pair_captured or ("dlqi_07" not in record and "dlqi_07a" in record)


def outcome_of_single(answer: Cell) -> Outcome:
    if answer is None:
        return 0, False, True
    if answer == NR:
        return 0, True, False
    assert not isinstance(answer, str)
    return int(answer), False, False


def manual_outcomes(record: Record, question: int) -> set[Outcome]:
    """What the manual makes of a question, for everything that its unrecorded cells may hold.

    A blank stays a blank. What was never captured may have been any allowed answer, or a blank on the
    form: then it counts among the unanswered questions.
    """
    if question == 7 and comes_in_two_parts(record):
        part_a = cell_of(record, "dlqi_07a", (3, 0, NR))
        part_b = cell_of(record, "dlqi_07b", (2, 1, 0))
        parts_a: list[Cell] = [3, 0, NR, None] if part_a == UNRECORDED else [part_a]
        parts_b: list[Cell] = [2, 1, 0, None] if part_b == UNRECORDED else [part_b]
        return {QUESTION_7[a, b] for a in parts_a for b in parts_b}
    cell = cell_of(record, item_name(question), allowed_answers(question))
    if cell == UNRECORDED:
        return {outcome_of_single(answer) for answer in (*allowed_answers(question), None)}
    return {outcome_of_single(cell)}


def completed_outcomes(record: Record, question: int) -> set[Outcome]:
    """What a question comes to over all completions of its blank and unrecorded cells."""
    if question == 7 and comes_in_two_parts(record):
        part_a = cell_of(record, "dlqi_07a", (3, 0, NR))
        part_b = cell_of(record, "dlqi_07b", (2, 1, 0))
        outcomes = set()
        for a, b in COMPLETE_PAIRS:
            if is_answer(part_a) and a != part_a:
                continue
            if is_answer(part_b) and b != part_b:
                continue
            # A blank part b is rightly blank beside yes and not relevant: it is no gap there.
            if part_b is None and a in {3, NR} and b is not None:
                continue
            outcomes.add(QUESTION_7[a, b])
        return outcomes
    cell = cell_of(record, item_name(question), allowed_answers(question))
    if is_answer(cell):
        return {outcome_of_single(cell)}
    return {outcome_of_single(answer) for answer in allowed_answers(question)}


def reached_states(outcomes_by_question: Iterable[set[Outcome]]) -> set[State]:
    """Every (points, not-relevant responses, unanswered questions) that some choice of outcomes gives.

    The same as trying all choices, one question after the other, with equal states kept once.
    """
    reached: set[State] = {(0, 0, 0)}
    for outcomes in outcomes_by_question:
        reached = {
            (points + score, not_relevant + is_nr, unanswered + is_open)
            for points, not_relevant, unanswered in reached
            for score, is_nr, is_open in outcomes
        }
    return reached


def manual_states(record: Record, questions: Sequence[int] = ALL_QUESTIONS) -> set[State]:
    return reached_states(manual_outcomes(record, question) for question in questions)


def completed_states(record: Record, questions: Sequence[int] = ALL_QUESTIONS) -> set[State]:
    return reached_states(completed_outcomes(record, question) for question in questions)


def only(values: set[Fraction | None]) -> Fraction | None:
    """Return the one value that all cases agree on, or None."""
    return values.pop() if len(values) == 1 else None


def dlqi_total(state: State) -> Fraction | None:
    """Specification B3: one unanswered question counts as 0, with two or more there is no score."""
    points, _, unanswered = state
    return None if unanswered >= 2 else Fraction(points)


def dlqi_value(record: Record) -> Fraction | None:
    return only({dlqi_total(state) for state in manual_states(record)})


def dlqi_bounds(record: Record) -> Bounds:
    points = [state[0] for state in completed_states(record)]
    return Fraction(min(points)), Fraction(max(points))


def dlqi_subscale_value(record: Record, name: str) -> Fraction | None:
    """Specification B4: a subscale with an unanswered question is not scored."""
    states = manual_states(record, DLQI_SUBSCALES[name])
    return only({None if unanswered else Fraction(points) for points, _, unanswered in states})


def dlqi_subscale_bounds(record: Record, name: str) -> Bounds:
    points = [state[0] for state in completed_states(record, DLQI_SUBSCALES[name])]
    return Fraction(min(points)), Fraction(max(points))


def dlqi_r_of(points: int, not_relevant: int) -> Fraction:
    """Specification B7: DLQI-R = sum of the relevant items x 10 / (10 - number of not-relevant responses)."""
    return Fraction(points * 10, 10 - not_relevant)


def dlqi_r_total(state: State) -> Fraction | None:
    """Rule B3 first; one unanswered question stays in the denominator and scores 0 (specification B7)."""
    points, not_relevant, unanswered = state
    return None if unanswered >= 2 else dlqi_r_of(points, not_relevant)


def dlqi_r_value(record: Record) -> Fraction | None:
    return only({dlqi_r_total(state) for state in manual_states(record)})


def dlqi_r_bounds(record: Record) -> Bounds:
    values = [dlqi_r_of(points, not_relevant) for points, not_relevant, _ in completed_states(record)]
    return min(values), max(values)


def dlqi_n_unanswered(record: Record) -> int:
    """Count questions, not boxes (at most 10): specification B3. An unrecorded cell is not a blank one."""
    return sum(manual_outcomes(record, question) == {(0, False, True)} for question in ALL_QUESTIONS)


def dlqi_n_not_relevant(record: Record) -> int:
    """Not-relevant responses that stand. One in 7a with part b answered is none: specification B2."""
    count = 0
    for question in ALL_QUESTIONS:
        if question == 7 and comes_in_two_parts(record):
            count += record.get("dlqi_07a") == NR and not is_answer(record.get("dlqi_07b"))
        else:
            count += record.get(item_name(question)) == NR
    return count


def dlqi_cells(record: Record) -> list[tuple[str, tuple[Cell, ...]]]:
    """Every cell of the questionnaire in the form the record uses, with the answers it allows."""
    cells: list[tuple[str, tuple[Cell, ...]]] = []
    for question in ALL_QUESTIONS:
        if question == 7 and comes_in_two_parts(record):
            cells.append(("dlqi_07a", (3, 0, NR)))
            cells.append(("dlqi_07b", (2, 1, 0)))
        else:
            cells.append((item_name(question), allowed_answers(question)))
    return cells


def open_cells(record: Record) -> list[tuple[str, tuple[Cell, ...]]]:
    """Cells without an answer. A blank part b beside yes or not relevant is rightly blank: no gap."""
    return [
        (name, allowed)
        for name, allowed in dlqi_cells(record)
        if not is_answer(record.get(name, UNRECORDED))
        and not (
            name == "dlqi_07b" and record.get(name, UNRECORDED) is None and record.get("dlqi_07a") in {3, NR}
        )
    ]


def dlqi_missing(record: Record) -> list[str]:
    """Name the cells of which at least one filling would move a bound of the DLQI."""
    before = dlqi_bounds(record)
    return [
        name
        for name, allowed in open_cells(record)
        if any(dlqi_bounds({**record, name: answer}) != before for answer in allowed)
    ]


def dlqi_r_missing(record: Record) -> list[str]:
    """Name the cells of which at least one filling would move a bound of the DLQI-R."""
    before = dlqi_r_bounds(record)
    return [
        name
        for name, allowed in open_cells(record)
        if any(dlqi_r_bounds({**record, name: answer}) != before for answer in allowed)
    ]


# Specification B5: Hongbo 2005, J Invest Dermatol 125:659-664. Band 0 no effect, 1 small, 2 moderate,
# 3 very large, 4 extremely large; each row first and last total.
HONGBO_BANDS = ((0, 1), (2, 5), (6, 10), (11, 20), (21, 30))


def hongbo_band(total: int | Fraction) -> Fraction:
    for number, (first, last) in enumerate(HONGBO_BANDS):
        if first <= total <= last:
            return Fraction(number)
    raise ValueError(total)


def round_half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def hongbo_band_of_dlqi_r(value: Fraction) -> Fraction:
    """Specification B7: the bands stand on whole numbers, so round half up, then band."""
    return hongbo_band(round_half_up(value))


def dlqi_band_value(record: Record) -> Fraction | None:
    """Band of a DLQI that is scored. What is unrecorded may differ as long as the band does not."""
    totals = [dlqi_total(state) for state in manual_states(record)]
    return only({None if total is None else hongbo_band(total) for total in totals})


def dlqi_band_bounds(record: Record) -> Bounds:
    bands = [hongbo_band(points) for points, _, _ in completed_states(record)]
    return min(bands), max(bands)


def dlqi_r_band_value(record: Record) -> Fraction | None:
    totals = [dlqi_r_total(state) for state in manual_states(record)]
    return only({None if total is None else hongbo_band_of_dlqi_r(total) for total in totals})


def dlqi_r_band_bounds(record: Record) -> Bounds:
    bands = [
        hongbo_band_of_dlqi_r(dlqi_r_of(points, not_relevant))
        for points, not_relevant, _ in completed_states(record)
    ]
    return min(bands), max(bands)


def several_ticks(answers: Sequence[Cell]) -> Cell:
    """Specification B3, rules 2, 4 and 5: the highest scored option; not relevant only if it stands alone."""
    scored = [answer for answer in answers if isinstance(answer, int)]
    return max(scored) if scored else NR


def between_boxes(one: int, other: int) -> int:
    """Specification B3, rule 3: the lower of the two boxes."""
    return min(one, other)
