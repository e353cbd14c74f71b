"""The nine colours of the map of two figures can be told apart with any colour vision."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from ui.stop_and_search.map_layer import COLOURS

# Machado, Oliveira and Fernandes (2009), whole loss, on linear light
LOSS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def lab(colour: str, loss: np.ndarray) -> np.ndarray:
    """A colour in CIELAB as seen with a loss of colour vision."""
    shown = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    light = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(np.maximum(TO_XYZ @ np.clip(loss @ light, 0, 1) / WHITE, 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("kind", LOSS)
def test_no_two_of_the_nine_look_alike(kind: str) -> None:
    """A difference of 10 in CIELAB is plain at a glance; 2 can just be seen."""
    seen = [lab(colour, LOSS[kind]) for colour in COLOURS]
    apart = {
        (first, other): float(np.linalg.norm(seen[first] - seen[other]))
        for first, other in combinations(range(9), 2)
    }
    assert min(apart.values()) > 10, min(apart, key=apart.__getitem__)
    assert (
        min(apart[2, 6], apart[2, 8], apart[6, 8], apart[0, 8]) > 40
    )  # the corners, which the list is about
