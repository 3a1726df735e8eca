"""What stands above the body of a document: its title, its number and date, the table of a government page."""
