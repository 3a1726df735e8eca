"""What belongs to the web page: lines that mark themselves as the page's own, lines that say nothing."""
