"""Which kinds of file are read, by their endings, and why others are passed over: so that each file given is accounted for."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

TABLES = (".csv", ".tsv", ".tab", ".psv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".htm", ".html")  # fmt: skip
SHAPE, SHAPE_PARTS = ".shp", {".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx", ".qix"}
GEODATABASE = ".gdb"
SHAPES = (
    SHAPE,
    ".geojson",
    ".json",
    ".gpkg",
    ".parquet",
    ".kml",
    ".kmz",
    ".fgb",
    ".mif",
)  # .tab is text, or MapInfo's
READABLE = {*TABLES, *SHAPES}
PACKED = {".zip", ".shz"}
PACKED_TEXT = ".gz"  # one file packed by itself, like crimes.csv.gz
OF_THE_SYSTEM = "files that the computer's own system keeps"
LOCKS = (
    "marks that somebody has a file open; if it is still being worked on, save and close it first"
)
ABOUT = "texts about the other files"
PASSED_OVER = (
    (re.compile(r"^(thumbs\.db|desktop\.ini|\.ds_store|\._.*|ehthumbs\.db|\.directory|folder\.jpg)$", re.I), OF_THE_SYSTEM),
    (re.compile(r"^(~\$|\.~lock\.)", re.I), LOCKS),
    (re.compile(r"^(readme|licen[cs]e|copying|changelog|notice)(\.\w+)?$|\.(md|rst|log|url|lnk)$", re.I), ABOUT),
    (re.compile(r"\.(docx?|docm|rtf|odt|pdf|pptx?|odp|msg|eml|one|vsdx?|pages)$", re.I), "documents, not tables: copy a table out of one into a workbook and load that"),
    (re.compile(r"\.(png|jpe?g|gif|bmp|tiff?|svg|webp|heic|mp4|mov|avi|mp3|wav)$", re.I), "pictures, films or sound"),
    (re.compile(r"\.(7z|rar|tar|tgz|bz2|xz|zst|cab|iso|gz)$", re.I), "packed in a way that is not opened here: unpack them, or pack them as ZIP"),
    (re.compile(r"\.(mdb|accdb|sqlite3?|db|bak|mdf|duckdb|dmp)$", re.I), "databases: export the table as CSV (UTF-8) and load that"),
    (re.compile(r"\.(sav|dta|sas7bdat|rds|rdata|por|feather|pkl|pickle|npz)$", re.I), "files of a statistics program: export the table as CSV (UTF-8) and load that"),
    (re.compile(r"\.(pbix|pbit|twbx?|hyper|qvd|qvf|numbers|gsheet|wks|123)$", re.I), "files of a program that are not read here: export the table as CSV (UTF-8) or Excel (.xlsx)"),
    (re.compile(r"\.(shx|dbf|prj|cpg|qpj|sbn|sbx|qix|shp\.xml|tif\.aux\.xml)$", re.I), "parts of a shapefile whose .shp is missing"),
    (re.compile(r"\.(map|dat|id|ind|mid)$", re.I), "parts of a MapInfo table, read with it if it is there"),
    (re.compile(r"\.(gml|dxf|dwg|topojson|osm|pbf|vrt|gpx|tif)$", re.I), "maps of a kind that is not read here: save the layer of wards as GeoPackage or GeoJSON"),
    (re.compile(r"\.(toml)$", re.I), "settings; a mapping counts where it is named by itself beside the extract"),
    (re.compile(r"\.(tmp|temp|part|crdownload|download|partial)$", re.I), "downloads or copies that have not been finished"),
    (re.compile(r"\.(exe|dll|bat|cmd|ps1|sh|py|r|sql|js|vbs|jar|ini|cfg|conf|ya?ml)$", re.I), "programs and settings"),
    (re.compile(r"\.(sha\d*|md5|asc|sig)$", re.I), "sums to check other files with"),
)  # fmt: skip
UNKNOWN = "of a kind that is not read here"
MOST_NAMED = 5


def unpacked_name(name: str) -> str:
    """The name of what a file packed by itself holds: crimes.csv for crimes.csv.gz; empty for any other file."""
    inner = name[: -len(PACKED_TEXT)]
    return inner if name.lower().endswith(PACKED_TEXT) and _ending(inner) in READABLE else ""


def why_passed_over(name: str) -> str:
    """Why a file of this name is not read, in words that follow “it is”; empty for one that is."""
    for pattern, why in PASSED_OVER:
        if pattern.search(name) and not unpacked_name(name):
            return why
    return "" if _ending(unpacked_name(name) or name) in READABLE else UNKNOWN


def accounted(passed_over: dict[str, list[str]]) -> list[str]:
    """Sentences that name the files passed over, those of one reason together.

    passed_over  reason → names
    """
    return [f"Passed over ({why}): {_listed(names)}." for why, names in passed_over.items()]


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else shown


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
