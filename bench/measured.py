"""What a calibration hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One promise: the share measured over so many trials, and the range it was to lie in."""

    what: str
    trials: int
    share: float
    least: float = 0.0
    most: float = 1.0

    @property
    def kept(self) -> bool:
        return self.least <= self.share <= self.most
