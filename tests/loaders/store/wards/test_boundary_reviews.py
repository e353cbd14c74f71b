"""A boundary review that is loaded moves no figure of an authority; fifty are loaded by `make prove`."""

from __future__ import annotations

import numpy as np

from bench.prove.boundary_reviews import reviews


def test_a_redraw_moves_no_offence_and_no_resident_to_another_authority() -> None:
    (tally,) = reviews(1, np.random.default_rng(1))
    assert (tally.redraws, tally.offences, tally.residents) == (1, 0, 0)
    assert 0 < tally.within == tally.wards
