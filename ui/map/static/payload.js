"use strict";
var wardMap = wardMap || {};

// Written by `python -m ui.map.payload_types` from the declaration in ui/map/payload.py: change it there.
/** @typedef {string} WardCode ONS code of a ward, by which a map finds its shapes */
/** @typedef {string} AuthorityCode ONS code of a local authority */
/** @typedef {string} OperationId operation-<id in the register>-<which of its places> */
/** @typedef {number} CellId number of a cell of the grid: row × 100,000 + column */
/** @typedef {string} BoxId a fifth of a degree each way, as “<latitude × 5>,<longitude × 5>” rounded down */
/** @typedef {[number, number]} Degrees latitude and longitude */
/** @typedef {Record<string, any>} Geometry GeoJSON */
/** @typedef {0 | 1} Flag 1 for yes */
/** @typedef {"proactive" | "reported" | "school" | "unknown"} Origin */
/** @typedef {"ring" | "comparison" | "ring comparison"} OutlineKind */
/**
 * @typedef {Object} WardPaint What the map knows of one ward. Rates and limits are per 1,000 residents a year, as the pages write them.
 * @property {number} colour index of the legend's class; -1 where nobody lives, -2 where hidden
 * @property {Flag} hatched 1 where it cannot be told from the force rate
 * @property {Flag} town_centre 1 where residents are a poor base
 * @property {number | null} offences null where hidden
 * @property {string | null} rate null where hidden and where nobody lives, as are its limits
 * @property {string | null} low
 * @property {string | null} high
 */
/** @typedef {[colour: number, hatched: Flag, town_centre: Flag, offences: number | null, rate: string | null, low: string | null, high: string | null]} WardPaintValues WardPaint as it is sent. */
/**
 * @typedef {Object} WardClass A ward painted by a class of its own, and a sentence on it.
 * @property {number} colour index among MapCells.colours; -1 for none
 * @property {number} sentence index among MapCells.sentences; -1 for none
 * @property {string} values what fills {0}, {1}, … of the sentence, set apart by |
 */
/** @typedef {[colour: number, sentence: number, values: string]} WardClassValues WardClass as it is sent. */
/**
 * @typedef {Object} PartCounts A ward's offences by how they came to light.
 * @property {number} proactive
 * @property {number} reported
 * @property {number} school
 * @property {number} unknown
 */
/** @typedef {[proactive: number, reported: number, school: number, unknown: number]} PartCountsValues PartCounts as it is sent. */
/**
 * @typedef {Object} Operation An operation in one place.
 * @property {string} name
 * @property {"live" | "planned" | "closed"} status
 * @property {WardCode[]} wards
 * @property {string} dates
 * @property {Geometry | null} area what was drawn; goes before the shapes of its wards
 * @property {Degrees | null} at
 */
/**
 * @typedef {Object} Outline A set of wards with a line of its own kind around each.
 * @property {OutlineKind} kind
 * @property {string} words its row in the legend
 * @property {WardCode[]} wards
 */
/**
 * @typedef {Object} Dots Offences as merged dots.
 * @property {string} dots base64 of one record a dot, as wardMap.dot lays it out
 * @property {string[]} streets by a dot's street
 * @property {string[]} tip words on a dot of one offence, and of more
 * @property {string[]} colours by a dot's kind
 * @property {string[]} kinds rows of the legend, by a dot's kind
 * @property {string[]} [shapes] symbols, by a dot's kind; circles without
 */
/**
 * @typedef {Object} Hexagons Cells of the grid.
 * @property {string} cells base64 of four numbers a cell, in bytes of seven bits: its id less the one before, offences × classes + class, and latitude and longitude of its middle in 1e-5 degrees less those before, twice that or, below 0, twice less 1
 * @property {Record<BoxId, [number, number, number, number]>} widths by the box that a middle lies in: latitude and longitude in degrees of a cell's width to the east, and to the north
 * @property {CellId[]} chosen cells with a border of their own
 */
/**
 * @typedef {Object} GridLegend The legend of nine classes of two figures.
 * @property {string} across
 * @property {string} up
 * @property {string} description in words, for who cannot see the squares
 * @property {[number, string][]} corners class, and its words
 */
/**
 * @typedef {Object} MapCells A map of classes instead of rates: of hexagons, of wards or of other areas.
 * @property {string} title
 * @property {string[]} colours by class
 * @property {string[]} words by class
 * @property {string[]} elsewhere the legend's row of what has no class
 * @property {string[]} [tip] words on a cell of one offence, and of more
 * @property {Hexagons} [hexagons]
 * @property {Record<WardCode, WardClassValues | null>} [wards] every ward of the map; null for one the reader left out
 * @property {string[]} [sentences]
 * @property {Record<string, any>} [shapes] GeoJSON, each feature with its class as a property
 * @property {GridLegend} [grid]
 */
/**
 * @typedef {Object} PaintWords Words that change from paint to paint.
 * @property {string} hidden the legend's row of hidden wards; empty where none may be
 * @property {string} nobody the legend's row of wards without residents; empty where none is shown
 * @property {string[]} classes rows of the legend, by WardPaint.colour
 */
/**
 * @typedef {Object} Layers What the reader wants drawn over the wards.
 * @property {boolean} operations
 * @property {boolean} places
 */
/**
 * @typedef {Object} ShapeProperties What is known of a shape beside its code.
 * @property {"ward" | "authority"} kind
 * @property {string} name
 * @property {AuthorityCode} authority
 * @property {number[]} [tile] half columns and rows of a ward's equal tile
 */
/**
 * @typedef {Object} Inline What a map stands on, in the page itself: a saved map fetches nothing.
 * @property {Record<string, any>} shapes GeoJSON, the features with ShapeProperties
 * @property {MapSettings} settings
 */
/**
 * @typedef {Object} Ground What a map stands on, sent before what to paint is known.
 * @property {string[]} files addresses of the shapes and of MapSettings
 * @property {Inline} [inline] instead of files
 */
/**
 * @typedef {Object} MapPayload What to paint. A ward whose shape is here and that `wards` does not name is drawn, and counted, as not told.
 * @property {string[]} files addresses of the shapes and of MapSettings
 * @property {Inline} [inline] instead of files
 * @property {Record<WardCode, WardPaintValues | null> | null} wards every ward of the map: null for one the reader left out; null altogether where MapCells paints
 * @property {PaintWords} words
 * @property {MapCells} [cells]
 * @property {Record<WardCode, PartCountsValues>} [parts] wards with offences
 * @property {Dots | null} points
 * @property {Record<OperationId, Operation>} operations
 * @property {Outline[]} outlines
 * @property {AuthorityCode[]} authorities those the reader asks for
 * @property {AuthorityCode[]} [beside] two maps, of these
 * @property {"map" | "tiles"} view
 * @property {Layers} layers
 * @property {WardCode | null} selected
 * @property {WardCode[]} chosen
 * @property {WardCode[]} fit wards to fit the view to
 * @property {WardCode[]} neighbours
 * @property {Geometry | null} area
 * @property {boolean} fitArea
 * @property {boolean} draw whether the reader draws an area
 * @property {boolean} dark
 */
/**
 * @typedef {Object} MapWords Words that are the same in every paint; {names} are filled by the map.
 * @property {string} tip
 * @property {string} noRate
 * @property {string} legend
 * @property {string} town
 * @property {string} hatched
 * @property {string} untold the legend's row, and the tip, of a ward without a figure
 * @property {[string, string]} untoldLine of one such ward, and of more
 * @property {[string, string]} shapelessLine of one ward named that has no shape, and of more
 * @property {string} operation
 * @property {Record<string, string>} statuses
 * @property {string} reset
 * @property {string} partLegend
 * @property {Record<Origin, string>} partWords
 */
/**
 * @typedef {Object} Inset A town drawn at a scale of its own.
 * @property {string} name
 * @property {AuthorityCode} authority
 * @property {number[][]} bounds south-west and north-east corner, degrees
 */
/**
 * @typedef {Object} Place A name on the map.
 * @property {string} name
 * @property {number} latitude
 * @property {number} longitude
 * @property {number} rank lower goes first
 * @property {AuthorityCode} authority
 */
/**
 * @typedef {Object} MapSettings All that is the same in every paint, fetched once.
 * @property {MapWords} words
 * @property {string[]} colours by WardPaint.colour
 * @property {AuthorityCode[]} authorities whose shapes the map draws; others stay undrawn
 * @property {Inset[]} insets
 * @property {boolean} legend
 * @property {string} attribution
 * @property {Place[]} places
 */

// Fields of each record, in the order of its values.
/** @type {{[Kind in keyof Records]: (keyof Records[Kind])[]}} */
wardMap.records = {
  WardPaint: ["colour", "hatched", "town_centre", "offences", "rate", "low", "high"],
  WardClass: ["colour", "sentence", "values"],
  PartCounts: ["proactive", "reported", "school", "unknown"],
};
// How a DataView reads each field of a dot, and at which byte; then how many bytes a dot takes.
/** @type {Record<keyof Dot, [reader: "getInt32" | "getUint16" | "getUint8", start: number]>} */
wardMap.dot = {
  latitude: ["getInt32", 0],
  longitude: ["getInt32", 4],
  count: ["getUint16", 8],
  kind: ["getUint8", 10],
  street: ["getInt32", 11],
};
wardMap.dotBytes = 15;
