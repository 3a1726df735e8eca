"""A build: which files there are, who reads them, what each comes to as rows, and who may write them."""
