"""What stands above the body of a document: its title and kind, its number and date, the table of a government page."""
