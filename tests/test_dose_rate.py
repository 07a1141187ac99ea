"""The table of one infusion: every stretch at its rate, and volumes that add up exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oracle_infusion import minutes_of_infusion, ml_per_kg_h
from psoscore.errors import DefinitionError, InputError
from psoscore.infusion import Pause, RateSteps

pytestmark = pytest.mark.requirement("PSO-INF-016")


@st.composite
def steps(draw: st.DrawFn) -> RateSteps:
    start = draw(st.integers(1, 60))
    return RateSteps(
        start=start,
        increment=draw(st.sampled_from([0, 7, 20])),
        every_minutes=draw(st.sampled_from([Decimal(10), Decimal(15), Decimal("7.5")])),
        maximum=draw(st.one_of(st.none(), st.integers(start, start + 60))),
        unit="mL/h",
        pauses=[
            Pause(after_minutes=minute, minutes=draw(st.integers(1, 30)))
            for minute in draw(st.sets(st.integers(0, 90), max_size=3))
        ],
    )


@given(steps(), st.integers(1, 40), st.integers(20, 250))
def test_the_table_ends_when_a_walk_in_seconds_does(plan: RateSteps, volume: int, weight: int) -> None:
    table = plan.table(volume_ml=volume)
    walked = minutes_of_infusion(
        volume,
        start=Fraction(plan.start),
        increment=Fraction(plan.increment),
        every_minutes=None if plan.every_minutes is None else Fraction(plan.every_minutes),
        maximum=None if plan.maximum is None else Fraction(plan.maximum),
        pauses=[(int(pause.after_minutes), Fraction(pause.minutes)) for pause in plan.pauses],
    )
    mean = plan.table(volume_ml=volume, weight_kg=weight).mean_ml_per_kg_h

    assert 0 <= Fraction(table.minutes) - walked < Fraction(1, 1000)
    assert mean is not None
    assert abs(Fraction(mean) - ml_per_kg_h(volume, weight, walked)) <= Fraction(1, 2000)  # three decimals
    assert sum(row.volume_ml for row in table.rows) == volume == table.rows[-1].total_ml
    assert table.rows[0].from_minute == 0
    assert table.rows[-1].to_minute == table.minutes
    for row, following in zip(table.rows, table.rows[1:], strict=False):
        assert row.to_minute == following.from_minute
        assert row.ml_per_h != following.ml_per_h or row.ml_per_h == 0
    assert table.mean_ml_per_kg_h is None


def test_an_infusion_by_hand() -> None:
    plan = RateSteps(
        start=20,
        increment=20,
        every_minutes=15,
        maximum=50,
        unit="mL/h",
        pauses=[Pause(after_minutes=20, minutes=10)],
    )
    table = plan.table(volume_ml=40, weight_kg=80)

    # By hand: 15 min at 20 = 5 mL; 5 min at 40 = 3.333; pause 10; 10 min at 40 = 6.667; 25 mL at 50 = 30 min.
    expected = [
        ("0", "15", "20", "5", "5"),
        ("15", "20", "40", "3.333", "8.333"),
        ("20", "30", "0", "0", "8.333"),
        ("30", "40", "40", "6.667", "15"),
        ("40", "70", "50", "25", "40"),
    ]
    assert [
        tuple(map(str, (row.from_minute, row.to_minute, row.ml_per_h, row.volume_ml, row.total_ml)))
        for row in table.rows
    ] == expected
    # By hand: 40 mL in 70 min is 34.2857 mL/h; over 80 kg 0.429 mL/kg/h.
    assert (str(table.minutes), table.mean_ml_per_kg_h) == ("70", Decimal("0.429"))


def test_a_rate_per_kg_is_multiplied_by_the_weight() -> None:
    plan = RateSteps(start=Decimal("0.5"), unit="mL/kg/h")

    # By hand: 0.5 mL/kg/h x 80 kg = 40 mL/h; 20 mL take 30 min.
    assert plan.table(volume_ml=20, weight_kg=80).rows[0].ml_per_h == 40
    assert plan.table(volume_ml=20, weight_kg=80).minutes == 30
    with pytest.raises(InputError) as caught:
        plan.table(volume_ml=20)
    assert str(caught.value) == "weight_kg: missing; allowed is a weight, for a rate per kg"


def test_a_pause_after_the_last_drop_is_left_out() -> None:
    plan = RateSteps(start=60, unit="mL/h", pauses=[Pause(after_minutes=30, minutes=10)])

    assert [row.ml_per_h for row in plan.table(volume_ml=30).rows] == [60]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"start": 0}, "start is 0; a rate is above 0"),
        ({"start": -1}, "start is -1; a rate is above 0"),
        ({"unit": "drops/min"}, "unit is 'drops/min'; 'mL/h' or 'mL/kg/h'"),
        ({"increment": -1, "every_minutes": 5}, "increment is -1; 0 or more"),
        ({"increment": 5}, "every_minutes is None; minutes above 0 between increments"),
        ({"increment": 5, "every_minutes": 0}, "every_minutes is 0; minutes above 0 between increments"),
        ({"increment": 5, "every_minutes": -5}, "every_minutes is -5; minutes above 0 between increments"),
        ({"maximum": 5}, "maximum is 5; at least the first rate, 10"),
        *(
            (
                {"pauses": [Pause(after_minutes=after, minutes=minutes)]},
                "a pause begins after 0 or more minutes, lasts above 0, and no two begin together",
            )
            for after, minutes in ((1, 0), (1, -1), (-1, 1))
        ),
        (
            {"pauses": [Pause(after_minutes=1, minutes=2), Pause(after_minutes=1, minutes=3)]},
            "a pause begins after 0 or more minutes, lasts above 0, and no two begin together",
        ),
    ],
)
def test_steps_that_lead_nowhere_are_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        RateSteps(**{"start": 10, "unit": "mL/h", **fields})  # type: ignore[arg-type]

    assert str(caught.value) == message


def test_a_volume_is_above_zero_and_a_table_ends() -> None:
    plan = RateSteps(start=1, increment=Decimal("0.0001"), every_minutes=Decimal("0.01"), unit="mL/h")
    for volume in (0, -5):
        with pytest.raises(InputError) as caught:
            plan.table(volume_ml=volume)
        assert str(caught.value) == f"volume_ml: {volume} out of range; allowed is above 0"
    with pytest.raises(InputError) as caught:
        plan.table(volume_ml=500)
    assert str(caught.value) == (
        "volume_ml: too long; allowed is at most 10,000 stretches (give a faster rate or longer steps)"
    )


def test_an_infusion_may_begin_with_a_pause_of_less_than_a_minute() -> None:
    plan = RateSteps(start=60, unit="mL/h", pauses=[Pause(after_minutes=0, minutes=Decimal("0.5"))])

    # By hand: half a minute of waiting, then a mL a minute.
    rows = plan.table(volume_ml=30).rows
    assert [tuple(map(str, (row.from_minute, row.to_minute, row.volume_ml))) for row in rows] == [
        ("0", "0.5", "0"),
        ("0.5", "30.5", "30"),
    ]


def test_an_infusion_may_pause_after_every_minute() -> None:
    pauses = [Pause(after_minutes=minute, minutes=1) for minute in range(300, 0, -1)]

    # By hand: 301 mL at a mL a minute, and a minute's pause after each mL but the last.
    table = RateSteps(start=60, unit="mL/h", pauses=pauses).table(volume_ml=301)
    assert (len(table.rows), table.minutes) == (601, Decimal(601))


def test_a_table_of_ten_thousand_stretches_is_the_longest() -> None:
    # By hand: a mL in the first minute, one more in each; n minutes take n (n + 1) / 2 mL.
    rising = RateSteps(start=60, increment=60, every_minutes=1, unit="mL/h")

    assert len(rising.table(volume_ml=10_000 * 10_001 // 2).rows) == 10_000
    with pytest.raises(InputError):
        rising.table(volume_ml=10_000 * 10_001 // 2 + 1)
