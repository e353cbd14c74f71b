"""The first run of a server just started: a frame for the map goes out, and the page follows in a second run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pages.running import run
from ui.map import frame
from ui.shell import assets, page_setup, preload


@pytest.fixture(autouse=True)
def demonstration(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))


@pytest.fixture
def just_started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A server whose imports are under way until a page says that they are done."""
    state = ["under way"]
    monkeypatch.setattr(preload, "under_way", lambda: bool(state))
    monkeypatch.setattr(preload, "done", state.clear)
    return state


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What every frame was given, of runs that were followed by another too."""
    given: list[dict[str, Any]] = []
    component = frame._component

    def kept(**arguments: Any) -> Any:
        given.append(arguments)
        return component(**arguments)

    monkeypatch.setattr(frame, "_component", kept)
    return given


def test_the_frame_goes_first_with_the_ground_of_the_last_map_and_is_the_one_the_page_paints(
    just_started: list[str], frames: list[dict[str, Any]]
) -> None:
    run("")  # whatever it stood on is noted
    just_started.append("under way")
    frames.clear()
    sent = run("")
    first, second = frames
    assert (
        first["feature_group"] == frame.painting({"files": assets.ground()})
        and '"wards":' in second["feature_group"]
    )
    assert (first["key"], first["script"]) == (second["key"], second["script"])
    assert "Briefing" in sent.told and just_started == []


@pytest.mark.parametrize(
    ("page", "address"),
    [*((page, {}) for page in page_setup.WITHOUT_MAP), ("compare", {"mode": "present"})],
)
def test_no_frame_is_sent_where_no_map_may_come(
    page: str, address: dict[str, str], just_started: list[str], frames: list[dict[str, Any]]
) -> None:
    run(page, **address)
    assert frames == [] and just_started == []


def test_a_link_to_another_page_opens_that_page(
    just_started: list[str], frames: list[dict[str, Any]]
) -> None:
    sent = run("wards", ward="Eastcott")
    assert (
        "Wards" in sent.told
        and "Eastcott: " in sent.told
        and len(frames) == 2
        and just_started == []
    )
