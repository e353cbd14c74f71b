"""The ward shapes as a map fetches them: one GeoJSON, named by its content, in degrees to about a metre."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import shapely

from geo.areas import authority_outlines, to_degrees
from loaders.boundaries import Wards


def write_drawing(wards: Wards, folder: Path) -> str:
    """Write the file into `folder` and return its name: a feature a ward, and an outline an authority."""
    table = wards.table
    shapes = [("ward", code, name, authority, shape) for code, name, authority, shape in zip(
        table.index, table["ward_name"], table["authority_code"], to_degrees(wards.drawing), strict=True)]
    names = table.drop_duplicates("authority_code").set_index("authority_code")["authority_name"]
    outlines = to_degrees(authority_outlines(wards.drawing, table["authority_code"]))
    shapes += [("authority", code, names[code], code, shape) for code, shape in outlines.items()]
    features = ",\n".join(
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":{json.dumps({"kind": kind, "name": name, "authority": authority})},'
        f'"geometry":{shapely.to_geojson(shape)}}}' for kind, code, name, authority, shape in shapes)
    text = f'{{"type":"FeatureCollection","features":[\n{features}\n]}}\n'
    name = f"wards-{wards.vintage}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.geojson"
    (folder / name).write_text(text, encoding="utf-8")
    return name
