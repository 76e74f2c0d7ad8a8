"""Series: sequences that grow at their end without being copied, for what play piles up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, TypeVar, overload

T = TypeVar("T")
CHUNK = 64
"""Values copied at most when one more comes."""


@dataclass(frozen=True, slots=True)
class Series(Sequence[T], Generic[T]):
    """A sequence that never changes; one made longer shares with it all but the last few values.

    The same values always lie in the same chunks, so that equal series are equal field by field.
    """

    chunks: tuple[tuple[T, ...], ...] = ()
    """Of `CHUNK` values each."""
    rest: tuple[T, ...] = ()
    """Fewer than that."""

    @classmethod
    def of(cls, values: Iterable[T]) -> Series[T]:
        """The series of these values."""
        found, chunks = iter(values), []
        while len(chunk := tuple(islice(found, CHUNK))) == CHUNK:
            chunks.append(chunk)
        return cls(tuple(chunks), chunk)

    def grown(self, value: T) -> Series[T]:
        """The series with one value more at its end."""
        rest = (*self.rest, value)
        if len(rest) < CHUNK:
            return Series(self.chunks, rest)
        return Series((*self.chunks, rest))

    def __len__(self) -> int:
        return len(self.chunks) * CHUNK + len(self.rest)

    def __iter__(self) -> Iterator[T]:
        return chain(chain.from_iterable(self.chunks), self.rest)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self)[place]
        chunk, at = divmod(range(len(self))[place], CHUNK)
        return self.rest[at] if chunk == len(self.chunks) else self.chunks[chunk][at]
