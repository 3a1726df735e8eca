"""Tables of a text, a line a row: in comes a text, out go cells beside their columns' names, and what columns say.

``spaced`` sets tabs where only blanks part the cells, ``stacked`` bars where each cell stands on a line of its own,
``rows`` reads them; ``units`` gives figures the unit that stands in another cell, ``due`` gives tasks the date of their
column 完成时限 (time limit), of a label, or of the words that opened their sentence.
"""
