"""Series: the values stay in order, a longer one leaves the shorter as it was, little is copied."""

from __future__ import annotations

import pytest

from simulator.domain.series import CHUNK, Series

LENGTHS = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5)


def grown(length: int) -> Series[int]:
    made = Series[int]()
    for value in range(length):
        made = made.grown(value)
    return made


@pytest.mark.parametrize("length", LENGTHS)
def test_it_is_read_like_a_tuple_of_its_values(length: int) -> None:
    made, values = grown(length), tuple(range(length))
    assert (tuple(made), len(made), bool(made)) == (values, length, length > 0)
    assert [made[at] for at in range(-length, length)] == [*values, *values]
    assert tuple(reversed(made)) == values[::-1]
    assert made[1:-1:2] == values[1:-1:2]
    for outside in (length, -length - 1):
        with pytest.raises(IndexError):
            made[outside]


@pytest.mark.parametrize("length", LENGTHS)
def test_the_same_values_make_equal_series_however_they_came(length: int) -> None:
    assert Series.of(range(length)) == grown(length) != grown(length + 1)
    assert hash(Series.of(range(length))) == hash(grown(length))


def test_one_made_longer_leaves_the_shorter_as_it_was_and_shares_what_is_full() -> None:
    short = grown(2 * CHUNK)
    one, other = short.grown(-1), short.grown(-2)
    assert (len(short), one[-1], other[-1]) == (2 * CHUNK, -1, -2)
    assert all(mine is its for mine, its in zip(one.chunks, short.chunks, strict=True))
