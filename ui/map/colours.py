"""The colours of the legend's classes on the ward map; which rate is of which class stands in geo/rates/classes.py."""

from __future__ import annotations

# ColorBrewer's YlGnBu without its palest, behind white for nothing recorded: falls in lightness from class to class.
COLOURS = ["#ffffff", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"]
