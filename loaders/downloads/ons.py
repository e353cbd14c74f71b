"""Ward boundaries from the Open Geography service of the Office for National Statistics, page by page into one file."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from geo.core.errors import DataProblem
from geo.core.schema import WGS84
from loaders.boundary_files.ward_layers import vintage_in
from loaders.downloads.transfer import NotThere, Progress, address_of, answer_json, root_of, tried
from loaders.reference import table, ward_facts, ward_vintages
from loaders.sources.boundaries import ONS_LICENCE

CODES_IN_A_QUESTION = 100
PAGE = 250  # of a service that is named; it may send fewer at a time
SERVICE = re.compile(r"\w+$", re.ASCII)
AREA_CODE = re.compile(r"[EWSN]\d{8}$")
ENGLAND_AND_WALES = ("E05", "W05")


def fetch_boundaries(
    vintage: str,
    authorities: Sequence[str],
    folder: Path,
    *,
    resolution: str = "BFC",
    service: str = "",
    progress: Progress | None = None,
) -> Path:
    """One GeoJSON file `wards-<vintage>-<resolution>.geojson` in degrees (WGS84), sorted by ward code.

    vintage      year of the codes, such as “2023”, or with a month, which is not asked for; the file is named with the month too, where the service's name says it
    authorities  authority codes; none means all wards of England and Wales
    resolution   BFC full, BFE full to the extent of the realm, BGC 20 m, BSC 200 m
    service      name of a service that data/download_places.csv does not list, such as Wards_May_2026_Boundaries_UK_BFC
    progress     called with wards so far and wards in all

    Layers that do not name the authority are asked by the ward codes known by name. Raises DataProblem for a
    layer we do not know, an authority it does not hold, a repeated code, and wards other in number than the service
    itself counts.
    """
    vintage = vintage.partition("-")[0]
    layer, page = _service(service) if service else _layer(vintage, resolution)
    about = _about(layer)
    if not isinstance(about, dict):
        raise _unknown_form(about)
    fields = {str(field["name"]).upper(): str(field["name"]) for field in about.get("fields") or []}
    code = fields.get(f"WD{vintage[2:]}CD")
    if not code:
        raise DataProblem(
            f"The layer for {vintage} {resolution} has no field WD{vintage[2:]}CD.",
            f"Its fields are: {', '.join(fields.values()) or 'none'}.",
            "Name the service by `--service`, or correct data/download_places.csv.",
        )
    authority = fields.get(f"LAD{vintage[2:]}CD")
    page = min(page, int(about.get("maxRecordCount") or page))
    questions = _questions(code, authority, authorities, vintage)
    counts = [_count(layer, where) for where in questions]
    wards: dict[str, str] = {}
    seen: set[str] = set()
    for where, count in zip(questions, counts, strict=True):
        before = len(wards)
        for feature in _features(layer, where, code, page=page):
            wards.update(_ward(feature, code, wards))
            seen.add(feature["properties"].get(authority, ""))
            if progress:
                progress(len(wards), sum(counts))
        _require_all(len(wards) - before, count)
    _require_held(authorities, seen if authority else None, wards, vintage)
    name = f"wards-{vintage_in(vintage, layer)}-{_resolution_in(service) or resolution}"
    source = {
        "publisher": "Office for National Statistics",
        "address": layer,
        "vintage": vintage,
        "resolution": resolution,
        "authorities": sorted(authorities),
        "licence": ONS_LICENCE,
    }
    head = {"type": "FeatureCollection", "name": name, "source": source}
    return tried(lambda: _write(folder / f"{name}.geojson", head, wards), layer)


def _layer(vintage: str, resolution: str) -> tuple[str, int]:
    """Address of the layer, and how many wards to ask for at a time."""
    wards = table("download_places").query("kind == 'ons_wards'")
    layers = {
        (year, detail): int(page)
        for year, detail, page in wards[["vintage", "resolution", "page"]].to_numpy()
    }
    if (vintage, resolution) not in layers:
        there = ", ".join(f"{year} {detail}" for year, detail in layers)
        raise DataProblem(
            f"We know no ward boundaries of {vintage} called {resolution}.",
            f"There are: {there}.",
            "Choose one of these, name its service by `--service`, or add its layer to data/download_places.csv.",
        )
    return address_of("ons_wards", vintage=vintage, resolution=resolution), layers[
        vintage, resolution
    ]


def _service(name: str) -> tuple[str, int]:
    """The same of a service by its name, which stands beside those that are listed."""
    if not SERVICE.match(name):
        raise DataProblem(
            f"“{name}” is not the name of a service.",
            "Such a name is letters, digits and underscores.",
            "Write it as the Open Geography portal does, like Wards_December_2023_Boundaries_UK_BFC.",
        )
    return f"{root_of('ons')}/{name}/FeatureServer/0", PAGE


def _resolution_in(service: str) -> str:
    marks = set(re.findall(r"B(?:FC|FE|GC|SC)", service))
    return marks.pop() if len(marks) == 1 else ""


def _about(layer: str) -> Any:
    """What the service says of its layer."""
    try:
        return answer_json(layer, {"f": "json"})
    except NotThere as problem:
        name = layer.split("/")[-3]
        raise DataProblem(
            f"The ONS service has no layer called {name}.",
            problem.saw,
            "Look up its name on the Open Geography portal, and give it by `--service`.",
        ) from problem


def _questions(
    code: str, authority: str | None, authorities: Sequence[str], vintage: str
) -> list[str]:
    """The conditions that together describe the wards asked for."""
    if not authorities:
        return [" OR ".join(f"{code} LIKE '{start}%'" for start in ENGLAND_AND_WALES)]
    strange = [area for area in authorities if not AREA_CODE.match(area)]
    if strange:
        raise DataProblem(
            f"“{strange[0]}” is not an authority code.",
            "Such a code is a letter and eight digits.",
            "Write it as the Office for National Statistics does.",
        )
    if authority:
        return [f"{authority} IN ({_quoted(sorted(set(authorities)))})"]
    codes = _codes_of(authorities, vintage)
    starts = range(0, len(codes), CODES_IN_A_QUESTION)
    return [f"{code} IN ({_quoted(codes[at : at + CODES_IN_A_QUESTION])})" for at in starts]


def _codes_of(authorities: Sequence[str], vintage: str) -> list[str]:
    """The ward codes of the authorities in a year, for a layer that does not name the authority."""
    names = ward_vintages()
    of_year = names[names["vintage"].str.startswith(vintage)].set_index("ward_code")
    held = of_year["authority_code"] if len(of_year) else ward_facts()["authority_code"]
    unknown = sorted(set(authorities) - set(held))
    if unknown:
        raise DataProblem(
            "This layer does not say which authority a ward is in.",
            f"We know by name no ward of {', '.join(unknown)}, so we cannot ask by ward.",
            "Choose a vintage from 2022 on, or fetch all of England and Wales.",
        )
    return sorted(held[held.isin(authorities)].index)


def _quoted(codes: Sequence[str]) -> str:
    return ",".join(f"'{code}'" for code in codes)


def _count(layer: str, where: str) -> int:
    """How many wards the service itself counts."""
    answer = answer_json(f"{layer}/query", {"where": where, "returnCountOnly": "true", "f": "json"})
    if not isinstance(answer, dict) or not isinstance(answer.get("count"), int):
        raise _unknown_form(answer)
    return int(answer["count"])


def _features(layer: str, where: str, code: str, *, page: int) -> Iterator[dict[str, Any]]:
    """Every ward the condition holds for, in the order of codes, asked for in pages."""
    offset = 0
    while True:
        answer = answer_json(
            f"{layer}/query",
            {
                "where": where,
                "outFields": "*",
                "outSR": str(WGS84),
                "f": "geojson",
                "orderByFields": code,
                "resultOffset": str(offset),
                "resultRecordCount": str(page),
            },
        )
        if not isinstance(answer, dict) or not isinstance(answer.get("features"), list):
            raise _unknown_form(answer)
        yield from answer["features"]
        got = len(answer["features"])
        offset += got
        more = answer.get("exceededTransferLimit") or (answer.get("properties") or {}).get(
            "exceededTransferLimit"
        )
        if not got or not (more or got >= page):
            return


def _ward(feature: dict[str, Any], code: str, wards: dict[str, str]) -> dict[str, str]:
    """The ward's code and its feature as text, which takes a tenth of the memory."""
    ward = str((feature.get("properties") or {}).get(code) or "")
    if not ward or not feature.get("geometry"):
        raise DataProblem(
            "The ONS layer holds a ward without a code or a shape.",
            f"It is ward {ward}." if ward else "It has no code.",
            "Fetch it again later, or choose another vintage or resolution.",
        )
    if ward in wards:
        raise DataProblem(
            f"The ONS layer gave ward {ward} twice.",
            f"It came again after {len(wards):,} wards.",
            "The layer may have been changed while we read it: fetch it again.",
        )
    return {ward: json.dumps(feature, ensure_ascii=False, separators=(",", ":"))}


def _require_all(got: int, count: int) -> None:
    if got != count:
        raise DataProblem(
            "The ONS service did not send the wards it counts.",
            f"It counts {count:,} and sent {got:,}.",
            "The layer may have been changed while we read it: fetch it again.",
        )


def _require_held(
    authorities: Sequence[str], seen: set[str] | None, wards: dict[str, str], vintage: str
) -> None:
    """Refuse a layer that lacks an authority, or a ward of it; `seen` is None where the layer names no authorities."""
    available, requested = (
        (seen, set(authorities))
        if seen is not None
        else (set(wards), set(_codes_of(authorities, vintage)))
    )
    missing = sorted(requested - available)
    if missing or not wards:
        raise DataProblem(
            "The ONS layer does not hold everything asked for.",
            f"It lacks {', '.join(missing[:10]) or 'every ward'}.",
            "Check the codes: authorities and wards change from one vintage to the next.",
        )


def _unknown_form(answer: object) -> DataProblem:
    return DataProblem(
        "The ONS service answered in a form we do not know.",
        f"The answer begins {str(answer)[:80]!r}.",
        "Fetch it again later; if it stays so, the dashboard must learn the new form.",
    )


def _write(path: Path, head: dict[str, Any], wards: dict[str, str]) -> Path:
    """The features, one a line, after the members of the head; the file appears whole or not at all."""
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n')
            file.write(",\n".join(wards[ward] for ward in sorted(wards)) + "\n]}\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path
