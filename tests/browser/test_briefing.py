"""The briefing as a commander sees it, with every outside request blocked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.chromium import MAP, choose, map_frame, offline_page, paints, press, settle

pytestmark = pytest.mark.browser
VIEW = "[map_div.getZoom(), map_div.getCenter().lat, map_div.getCenter().lng]"


def test_map_draws_offline_without_a_fault(context: BrowserContext, address: str) -> None:
    page, watch = offline_page(context)
    page.goto(address)
    frame = map_frame(page)
    # 118 wards and two outlines in the main map
    assert (
        frame.evaluate(
            "document.querySelectorAll('#map_div > .leaflet-map-pane > .leaflet-overlay-pane path').length"
        )
        == 120
    )
    expect(page.get_by_text("DEMONSTRATION DATA")).to_be_visible()
    expect(
        page.get_by_text(
            re.compile("Possession of weapons in Swindon and Wiltshire, January to December 2022")
        )
    ).to_be_visible()
    for label in (
        "Swindon",
        "Wiltshire",
        "Wards clearly above the force rate",
        "Newest month loaded",
    ):
        expect(page.locator(".card .label", has_text=re.compile(f"^{label}$"))).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 1080
    assert watch.faults == []


def test_labels_of_operations_are_whole_and_apart(context: BrowserContext, address: str) -> None:
    page, _ = offline_page(context)
    page.goto(address)
    frame = map_frame(page)
    boxes = frame.evaluate("""() => [...document.querySelectorAll('.place')].map(e => { const b = e.getBoundingClientRect();
        return [e.textContent, b.left, b.top, b.right, b.bottom]; })""")
    wide, high = frame.evaluate("[innerWidth, innerHeight]")
    named = " ".join(box[0] for box in boxes)
    assert "Op Thesus · Eldene" in named
    assert "Op Juvenis · Penhill" in named
    for at, (name, left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= wide and bottom <= high, name
        for other in boxes[at + 1 :]:
            assert right <= other[1] or left >= other[3] or bottom <= other[2] or top >= other[4], (
                name,
                other[0],
            )


def test_names_keep_off_the_scale_and_the_attribution(
    context: BrowserContext, address: str
) -> None:
    page, _ = offline_page(context)
    page.goto(f"{address}/lines?ward=Central")
    frame = map_frame(page)
    settle(page)
    for drawn in ("#map_div", "#beside"):
        names, controls = (
            [element.bounding_box() for element in frame.locator(f"{drawn} {which}").all()]
            for which in (
                ".place",
                "> .leaflet-control-container > .leaflet-bottom.leaflet-right > *",
            )
        )
        assert len(controls) == 2 and len(names) > 3
        for name in filter(None, names):
            for other in filter(None, controls):
                assert (
                    name["x"] >= other["x"] + other["width"]
                    or other["x"] >= name["x"] + name["width"]
                    or name["y"] >= other["y"] + other["height"]
                    or other["y"] >= name["y"] + name["height"]
                )


def test_filter_repaints_without_a_blank_frame_and_keeps_the_view(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(address)
    frame = map_frame(page)
    frame.evaluate("map_div.setView([51.56, -1.78], 11, {animate: false})")
    # Every animation frame from here on: how many wards stand in the map
    frame.evaluate("""() => { window.seen = []; const look = () => {
        window.seen.push(document.querySelectorAll('.leaflet-overlay-pane path').length); requestAnimationFrame(look); }; look(); }""")
    before, view = paints(frame), frame.evaluate(VIEW)
    watch.received.clear()
    choose(page, "From", "Jun 2022")
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    page.wait_for_timeout(500)
    assert sum(watch.received) <= 28_000
    assert min(frame.evaluate("window.seen")) == max(frame.evaluate("window.seen")) > 118
    assert frame.evaluate(VIEW) == view
    expect(page).to_have_url(re.compile(r"from=Jun\+2022"))
    expect(page.locator(".shown")).to_contain_text("June to December 2022")


@pytest.mark.parametrize("path", ["wards", "stop_and_search"])
def test_with_a_table_of_every_ward_a_filter_change_stays_under_30_kilobytes(
    path: str, context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/{path}")
    frame = map_frame(page)
    page.locator("[data-testid=stDataFrame]").first.wait_for()
    settle(page)
    before, received = paints(frame), sum(watch.received)
    choose(page, "From", "Mar 2022")
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    settle(page)
    assert 10_000 < sum(watch.received) - received <= 30 * 1024


def test_only_a_run_that_lasts_fades_the_map(context: BrowserContext, address: str) -> None:
    page, _ = offline_page(context)
    page.goto(address)
    frame = map_frame(page)
    settle(page)
    # Of the map, while it waits to be painted anew: for how long it has waited, and how far it is faded by Streamlit's own styles
    page.evaluate("""() => { window.looks = []; const since = new WeakMap(); const look = () => {
        for (const old of document.querySelectorAll('.stElementContainer:has(iframe)')) {
            if (old.dataset.stale !== 'true') { since.delete(old); continue; }
            if (!since.has(old)) since.set(old, performance.now());
            window.looks.push([performance.now() - since.get(old), Number(getComputedStyle(old).opacity)]); }
        requestAnimationFrame(look); }; look(); }""")
    before = paints(frame)
    choose(page, "From", "May 2022")
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    settle(page)
    looks = page.evaluate("window.looks")
    assert [look for look in looks if look[0] < 450 and look[1] < 1] == []
    assert [look for look in looks if look[0] > 1200 and look[1] == 1] == []


def test_ward_by_click_and_by_select_box_is_one_choice(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(address)
    frame = map_frame(page)
    frame.evaluate(
        "map_div.setView([51.5898, -1.77221], 13, {animate: false})"
    )  # inside Penhill and Upper Stratton
    before, box = paints(frame), frame.locator("#map_div").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    expect(
        page.get_by_text(re.compile(r"Penhill and Upper Stratton: \d+ offences"))
    ).to_be_visible()
    expect(page).to_have_url(re.compile("ward=Penhill"))
    choose(page, "Select a ward", "Eastcott")
    expect(
        page.get_by_text(re.compile("Eastcott: .* Residents are a poor base for a town centre"))
    ).to_be_visible()
    assert watch.faults == []


def test_pasted_link_opens_the_same_view_and_a_wrong_one_the_default(
    context: BrowserContext, address: str
) -> None:
    page, _ = offline_page(context)
    page.goto(f"{address}/?type=Robbery&authority=Wiltshire&from=Jan+2021&to=Dec+2021")
    map_frame(page)
    expect(
        page.get_by_text(re.compile("Robbery in Wiltshire, January to December 2021"))
    ).to_be_visible()
    expect(
        page.get_by_text(
            "February 2021 was not received: left out of every rate, not counted as zero."
        )
    ).to_be_visible()
    page.goto(f"{address}/?type=<script>alert(1)</script>&from=Mai+1900&ward=' OR 1=1")
    map_frame(page)
    expect(
        page.get_by_text(
            re.compile("Possession of weapons in Swindon and Wiltshire, January to December 2022")
        )
    ).to_be_visible()


def test_choices_that_came_with_a_link_go_along_to_another_page(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?type=Robbery&from=Mar+2022&to=Aug+2022&ward=Old+Town")
    page.locator(".shown").wait_for()  # gone on before the page is whole
    for name in ("Compare", "Data", "Briefing"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1", has_text=name)).to_be_visible()
        if name != "Data":
            expect(page.locator(".shown")).to_contain_text(
                "Robbery in Swindon and Wiltshire, March to August 2022"
            )
            expect(page.locator(".note", has_text=re.compile("^Old Town: "))).to_be_visible()
    assert watch.faults == []


def test_back_undoes_each_filter_and_each_page(context: BrowserContext, address: str) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    map_frame(page)
    settle(page)
    began = page.evaluate("history.length")
    choose(page, "From", "Jun 2022")
    press(page, "radio", "Table")
    choose(page, "Select a ward", "Eastcott")
    press(page, "link", "Compare")
    expect(page.locator("h1", has_text="Compare")).to_be_visible()
    settle(page)
    assert page.evaluate("history.length") == began + 4  # three filters and a page
    whole = "from=Jun+2022&guide=off&show=Table&ward=Eastcott"
    for left in (
        whole,
        "from=Jun+2022&guide=off&show=Table",
        "from=Jun+2022&guide=off",
        "guide=off",
    ):
        page.go_back()
        page.wait_for_url(f"{address}/?{left}")
        expect(page.locator(".shown")).to_contain_text(
            "June to December 2022" if "from" in left else "January to December 2022"
        )
        expect(page.get_by_label("Select a ward")).to_have_value(
            "Eastcott" if "ward" in left else "None: all wards"
        )
        expect(page.get_by_role("radio", name="Table")).to_be_checked(checked="show" in left)
        settle(page)
    assert watch.faults == []


def test_another_page_takes_over_the_map_as_the_reader_has_it(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    frame = map_frame(page)
    settle(page)
    frame.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)  # the map glides
    zoom = frame.evaluate("map_div.getZoom()")
    for name in ("Operations", "Wards", "Stop and search", "Briefing"):
        before = paints(frame)
        press(page, "link", name)
        expect(page.locator("h1", has_text=name)).to_be_visible()
        frame.wait_for_function(
            f"Number(document.body.dataset.paint) > {before}"
        )  # the same frame: another would be detached
        settle(page)
        assert page.locator(MAP).count() == 1 and frame.evaluate("map_div.getZoom()") == zoom
    assert watch.faults == []


def test_a_page_without_a_map_leaves_the_map_as_the_reader_has_it(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    frame = map_frame(page)
    settle(page)
    frame.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)  # the map glides
    size = "[map_div.getSize().x, map_div.getSize().y]"
    zoom, wide = frame.evaluate("map_div.getZoom()"), frame.evaluate(size)
    for name in ("Data", "The Duty"):
        press(page, "link", name)
        expect(page.locator("h1", has_text=name)).to_be_visible()
        settle(page)
        expect(page.locator(MAP)).to_be_hidden()
    before = paints(frame)
    press(page, "link", "Briefing")
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    settle(page)
    assert page.locator(MAP).count() == 1 and page.locator(MAP).is_visible()
    assert frame.evaluate("map_div.getZoom()") == zoom and frame.evaluate(size) == wide
    assert watch.faults == []


def test_two_authorities_stand_side_by_side_in_one_frame_and_become_one_map_again(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    frame = map_frame(page)
    press(page, "link", "Compare")
    frame.locator("#beside").wait_for()
    settle(page)
    drawn = """(map) => [...document.querySelectorAll(`${map} > .leaflet-map-pane > .leaflet-overlay-pane path`)]
        .filter((path) => path.getAttribute("stroke") !== "none").length"""
    assert [frame.evaluate(drawn, selector) for selector in ("#map_div", "#beside")] == [
        20 + 1,
        98 + 1,
    ]  # wards, and the authority around them
    names = (
        frame.locator("#map_div .place").all_inner_texts(),
        frame.locator("#beside .place").all_inner_texts(),
    )
    assert "Swindon" in names[0] and "Salisbury" in names[1]
    assert "Salisbury" not in names[0] and "Swindon" not in names[1]
    assert (
        frame.locator(".legend:visible").count() == 0
        and frame.locator("#map_div .insets:visible").count() == 0
    )
    before = paints(frame)
    box = frame.locator("#beside").bounding_box()
    assert box
    page.mouse.click(
        box["x"] + box["width"] * 0.62, box["y"] + box["height"] * 0.5
    )  # some ward of Wiltshire
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    expect(page.get_by_label("Select a ward")).not_to_have_value("None: all wards")
    press(page, "link", "Briefing")
    expect(page.locator("h1", has_text="Briefing")).to_be_visible()
    settle(page)
    assert (
        frame.evaluate(drawn, "#map_div") == 120 and frame.locator("#beside:visible").count() == 0
    )
    assert (
        frame.locator(".legend:visible").count() == 1
        and frame.locator("#map_div .inset:visible").count() == 5
    )
    assert watch.faults == []


def test_a_map_that_is_told_of_other_ground_begins_anew(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    frame = map_frame(page)
    settle(page)
    frame.evaluate(
        "window.before = true; wardMap.of(map_div).paint({files: ['other.geojson', 'other.json']})"
    )  # as with a build of other wards
    frame.wait_for_function("!window.before && document.body.dataset.paint")
    assert (
        frame.evaluate(
            "document.querySelectorAll('#map_div > .leaflet-map-pane > .leaflet-overlay-pane path').length"
        )
        == 120
    )
    assert watch.faults == []


def test_the_guide_stays_closed_once_it_was_read(context: BrowserContext, address: str) -> None:
    page, _ = offline_page(context)
    page.goto(address)
    map_frame(page)
    press(page, "button", "Got it")
    expect(page.get_by_role("button", name="Got it")).to_be_hidden()
    page.reload()
    map_frame(page)
    expect(page.get_by_role("button", name="Got it")).to_be_hidden()


def test_a_request_to_elsewhere_is_seen_and_goes_nowhere(context: BrowserContext) -> None:
    page, watch = offline_page(context)
    page.set_content('<img src="https://elsewhere.example/tile.png">')
    page.wait_for_timeout(300)
    assert (
        watch.blocked == ["https://elsewhere.example/tile.png"]
        and "https://elsewhere.example/tile.png" in watch.failed
    )
