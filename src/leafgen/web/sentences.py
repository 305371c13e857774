"""What leafgen says when it refuses, by form: each with the key of the text in which the pages say it.

`{name}` stands for whatever the sentence names, `{name!r}` for what it puts in quotation marks. A test holds this list
to the sentences that the code can say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Sentences = tuple[tuple[str, str], ...]

#: Into how many parts a unit can be broken, by what is said of it.
PARTS: Mapping[str, int] = {"cannot be broken": 1, "breaks into halves": 2, "breaks into quarters": 4}

#: Faults of a request, of a row, and of what composing and drawing find. The first that holds counts.
SENTENCES: Sentences = (
    ("refusal.printer", "there is no printer {queue!r} at this counter"),
    ("refusal.environment", "there is no font family {value!r}"),
    ("refusal.no-field", "there is no such field"),
    ("refusal.unknown", "there is no {what} {value!r}"),
    ("refusal.missing", "is missing: name a {what}"),
    ("refusal.id-missing", "is missing"),
    ("refusal.own-language", "is the leaflet's own language"),
    ("refusal.without-location", "is given without a location"),
    ("refusal.without-dose", "is given without a dose"),
    ("refusal.future", "lies in the future"),
    ("refusal.long-ago", "lies more than {count} years in the past"),
    ("refusal.count", "is {value!r}: a whole number from 1 to {most}"),
    ("refusal.yes-or-no", "is {value!r}: yes or no"),
    ("refusal.not-a-date", "is {value!r}: not a date"),
    ("refusal.dose-number", "is {value!r}: a whole number of mg of elemental magnesium a day"),
    ("refusal.id-form", "is {value!r}: it cannot be the name of a file"),
    ("refusal.id-twice", "is {value!r}, as on line {line} before"),
    ("refusal.one-of", "is {value!r}: {known}"),
    ("refusal.form", "kind is missing or unknown: {known}"),
    ("refusal.times-twice", "names a time of day twice"),
    ("refusal.times-unknown", "names {value}: there is {known}"),
    ("refusal.dose-divided", "{dose} mg cannot be divided into {times} equal whole amounts"),
    ("refusal.dose-units", "{dose} mg a day is no number of {unit}s of {strength} mg{each}: it {pieces}"),
    ("refusal.units-words", "{locale} has no words for a number of {unit}s"),
    ("refusal.character", "holds a character that cannot be printed: {character}"),
    ("refusal.character", "{field} holds {character}, which cannot be printed"),
    ("refusal.glyph", "characters that cannot be printed: {character}"),
    ("refusal.glyph", "{field}: {font} has no glyph for {character}"),
    ("refusal.script", "{field}: {character} needs a script engine: this language's labels have none"),
    ("refusal.too-long", "has {count} characters: at most {most}"),
    ("refusal.pack", "is {value}, but {product} comes in packs of {packs}"),
    ("refusal.no-website", "{clinic} has no website: the code would lead nowhere"),
    ("refusal.code-product", "is that of a pack: name a product of the catalogue"),
    ("refusal.code-quantity", "is that of a pack: give a quantity of {packs}, the packs whose GTIN is known"),
    ("refusal.code-none", "{product} has no GTIN"),
    ("refusal.code-size", "no {symbology} code can hold these {count} characters: {why}"),
    ("refusal.code-size", "{count} characters make a code too large for a label"),
    ("refusal.labels-only", "is for labels only"),
    ("refusal.leaflets-only", "is for leaflets only"),
    ("no-label", "{indication} is a general leaflet: there is no label for it"),
    ("refusal.start", "is {start}, but {stock} has {count} labels a sheet"),
    ("refusal.not-there", "{indication} is not available in {locale}: nothing is printed in another language{gaps}"),
    ("refusal.department-name", "clinic {clinic} gives no name of {department} in {locale}"),
    ("refusal.expired", "the approval of {indication} in {locale} expired on {day}"),
    ("refusal.no-room", "the {indication} label in {locale} does not fit on {stock} ({id}): {why}"),
    ("refusal.pages", "the leaflet does not fit {pages} pages at the smallest type allowed{why}"),
    ("refusal.not-proven", "the {kind} is not proven: {why}"),
    ("refusal.not-proven", "the {kind} is not proven"),
    ("refusal.cells", "has {count} cells, {few} than the {width} of the header"),
    ("refusal.cell-lines", "a cell runs over more than one line"),
    ("refusal.cell-headless", "cell {number} stands under no header"),
    ("refusal.cell-many", "holds more than one value"),
    ("refusal.fault-of-ours", "a fault in leafgen itself: {kind}"),
    ("refusal.fault-of-ours", "the process that made it died"),
    ("refusal.busy", "too many ask at once"),
    ("refusal.too-slow", "it took too long and was stopped"),
    ("refusal.old-form", "this form is from an earlier page"),
    ("refusal.form", "this is not what the page sends"),
    ("refusal.no-printing", "there is no CUPS client"),
    ("refusal.queue", "the queue {queue} did not answer in {seconds} s"),
    ("refusal.queue", "the queue {queue} did not take it: {why}"),
    ("batch.no-table", "no table was chosen"),
    ("batch.gone", "this batch is no longer here"),
    ("batch.full", "too many batches are under way"),
    ("batch.too-large", "the documents are more than this page can hold"),
    ("lost", "there is no such page"),
)  # fmt: skip

#: How what safety rules object to begins; and what they say, one after the other.
RULED = re.compile(r"the (?:leaflet|label) \S+ may not be printed so")
RULES: Sentences = (
    ("refusal.dose-range", "so: {dose} mg a day lies outside the sourced range of {low} to {high} mg ("),
    ("refusal.no-range", " gives no dose to hold {dose} mg against"),
    ("refusal.claim", "a food supplement's label may not say this"),
)

#: What is wrong with a table as a whole, and in its lines before there are rows.
TABLES: Sentences = (
    ("refusal.ending", "what a table holds is told by its ending, which is unknown (there is: {known})"),
    ("refusal.rows", "there are {count} rows: at most {most} at a time here"),
    ("refusal.sheets", "{file} has {count} sheets with rows: {names}"),
    ("refusal.locked", "{file} is locked with a password"),
    ("refusal.spreadsheet", "{file} is no spreadsheet that can be read: {why}"),
    ("refusal.columns", "the columns of {file} are off; nothing was made"),
    ("refusal.table", "{file} cannot be read; nothing was made"),
    ("refusal.empty", "is empty"),
    ("refusal.no-rows", "has no row below its header"),
    ("refusal.encoding", "is not {codec}: {why}"),
    ("refusal.encoding", "holds a NUL byte"),
    ("refusal.header-twice", "the header stands twice"),
    ("refusal.column-twice", "two headers are this column: {names}"),
    ("refusal.column-unknown", "there is no such column"),
    ("refusal.column-missing", "the column is missing"),
    ("refusal.no-json", "is no JSON object: {why}"),
    ("refusal.quotation", "its quotation marks are broken: {why}"),
)

#: What to do about it; what is not here stands in English alone.
ADVICE: Sentences = (
    ("refusal.near", "did you mean {near!r}?{rest}"),
    ("refusal.there-is", "there is: {known}"),
    ("refusal.dose-possible", "possible: {doses} mg a day"),
    ("refusal.dose-impossible", "no dose of the range is possible: choose another product"),
    ("refusal.fits-on", "the smallest stock that holds it is {stock} ({id}), on one label"),
    ("refusal.fits-on", "the smallest stock that holds it is {stock} ({id}), on {count} labels"),
    ("refusal.fits-nowhere", "no stock of the catalogue holds it: shorten the name, product or dose note"),
)
