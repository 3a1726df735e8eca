"""Points, intervals, durations and recurrences in EDTF."""
