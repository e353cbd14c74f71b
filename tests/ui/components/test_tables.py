"""Tables of every ward: what is packed reads as it was."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from ui.components.tables import packed


def test_a_packed_table_reads_as_before_in_half_the_bytes() -> None:
    table = pd.DataFrame(
        {
            "Ward": [f"Ward {at}" for at in range(118)],
            "Authority": ["Swindon"] * 20 + ["Wiltshire"] * 98,
            "Searches": range(118),
            "Offences": range(32_700, 32_818),
            "Rate": [at / 10 for at in range(117)] + [float("nan")],
        },
        index=range(118, 0, -1),
    )
    light = packed(table)
    again = light.to_pandas()
    assert list(again.columns) == list(table.columns)
    assert (
        again["Ward"].tolist() == table["Ward"].tolist()
        and again["Authority"].tolist() == table["Authority"].tolist()
    )
    for whole in ("Searches", "Offences"):  # the second does not fit into two bytes
        assert again[whole].tolist() == table[whole].tolist()
    assert (
        light.schema.field("Searches").type == pa.int16()
        and light.schema.field("Offences").type == pa.int32()
    )
    assert (
        abs(again["Rate"] - table["Rate"].reset_index(drop=True)).max() < 1e-6
        and again["Rate"].isna().sum() == 1
    )

    def size(what: pa.Table) -> int:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, what.schema) as stream:
            stream.write_table(what)
        return sink.getvalue().size

    assert size(light) < size(pa.Table.from_pandas(table)) / 2
