"""Conditions: when a clause holds, and what it means that two hold together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from varre.space import Clause, Condition, Value

scalars: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 1.0, -2.5]), st.sampled_from(["a", "1", ""])
)
values: st.SearchStrategy[Value] = st.one_of(scalars, st.lists(scalars, max_size=2))
bounds = st.none() | st.integers(-3, 3)
clauses = st.one_of(
    st.builds(lambda items: Clause(one_of=tuple(items)), st.lists(values, max_size=4)),
    st.builds(
        lambda items, low, high: Clause(none_of=tuple(items), min=low, max=high), st.lists(values), bounds, bounds
    ),
)


def test_equality_is_typed() -> None:
    assert Clause(one_of=(True,)).holds(True)
    assert not Clause(one_of=(True,)).holds(1)
    assert Clause(one_of=(1,)).holds(1.0)
    assert not Clause(one_of=("1",)).holds(1)
    assert Clause(none_of=(1,)).holds(True)


def test_bounds_are_included_and_hold_for_numbers_only() -> None:
    clause = Clause(min=0.1, max=2)
    assert [clause.holds(value) for value in (0.1, 2, 0.09, 2.1)] == [True, True, False, False]
    assert not any(clause.holds(value) for value in (True, "1", None, [1]))


@given(first=clauses, second=clauses, value=values)
def test_both_hold_where_each_holds(first: Clause, second: Clause, value: Value) -> None:
    assert (first & second).holds(value) == (first.holds(value) and second.holds(value))


def test_a_condition_on_what_is_absent_does_not_hold() -> None:
    condition = Condition((("a", Clause(none_of=(1,))),))
    assert condition.holds({"a": 2})
    assert not condition.holds({"b": 2})


def test_conditions_together_have_one_clause_for_each_path() -> None:
    first = Condition((("a", Clause(min=1)), ("b", Clause(one_of=("x",)))))
    second = Condition((("a", Clause(max=3)), ("c", Clause(one_of=("y",)))))
    both = first & second
    assert both.paths == ("a", "b", "c")
    assert both.clauses[0][1] == Clause(min=1, max=3)
