"""Workbooks of kinds that openpyxl does not write, made from rows of texts and numbers: .xls, .xlsb, .ods and pages named .xls."""

from __future__ import annotations

import html
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

Cells = Sequence[Sequence[object]]
SPREADSHEET = "urn:oasis:names:tc:opendocument:xmlns"


def xls_file(path: Path, rows: Cells) -> Path:
    """Excel 97 to 2003."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.save(str(path))
    return path


def ods_file(path: Path, rows: Cells, *, repeated: int = 1) -> Path:
    """LibreOffice; every row stands `repeated` times by one mark, and blank rows and cells run on to the sheet's end as it writes them."""
    lines = []
    for row in rows:
        cells = "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, (int, float))
            else f'<table:table-cell office:value-type="string"><text:p>{html.escape(str(cell))}</text:p></table:table-cell>'
            for cell in row
        )
        lines.append(
            f'<table:table-row table:number-rows-repeated="{repeated}">{cells}'
            '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{SPREADSHEET}:office:1.0" '
        f'xmlns:table="{SPREADSHEET}:table:1.0" xmlns:text="{SPREADSHEET}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{"".join(lines)}<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{SPREADSHEET}:manifest:1.0"/>',
        )
    return path


def xlsb_file(path: Path, rows: Cells) -> Path:
    """Excel's binary kind: the records that [MS-XLSB] asks for, and no more."""

    def record(kind: int, data: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size, length = len(data), b""
        while True:
            size, low = size >> 7, size & 0x7F
            length += bytes([low | (0x80 if size else 0)])
            if not size:
                return number + length + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    book = record(131) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Sheet1"))
    book += record(144) + record(132)
    sheet = record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1))
    sheet += record(145)
    for at, row in enumerate(rows):
        sheet += record(0, struct.pack("<II", at, 0) + bytes(17))
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(cell, (int, float)):
                sheet += record(5, place + struct.pack("<d", cell))
            elif cell:
                sheet += record(6, place + wide(str(cell)))
    sheet += record(146) + record(130)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        )
        for name, target, kind in (
            ("_rels/.rels", "xl/workbook.bin", "officeDocument"),
            ("xl/_rels/workbook.bin.rels", "worksheets/sheet1.bin", "worksheet"),
        ):
            packed.writestr(
                name,
                f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/>'
                "</Relationships>",
            )
        packed.writestr("xl/workbook.bin", book)
        packed.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def page_file(path: Path, rows: Cells) -> Path:
    """A web page's table, as reporting systems save it under the name of a workbook."""
    lines = "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in row)}</tr>\r\n"
        for row in rows
    )
    text = f"<html><head><style>td {{color: red}}</style><title>Crimes</title></head><body><table>{lines}</table></body></html>"
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def xml_2003_file(path: Path, rows: Cells) -> Path:
    """Excel's XML of 2003; empty cells are left out, and the next one says where it stands."""
    lines = ""
    for row in rows:
        cells = "".join(
            f'<Cell ss:Index="{at}"><Data ss:Type="String">{html.escape(str(cell))}</Data></Cell>'
            for at, cell in enumerate(row, 1)
            if cell != ""
        )
        lines += f"<Row>{cells}</Row>"
    path.write_text(
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Styles/><Worksheet ss:Name="Sheet1"><Table>{lines}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    return path
