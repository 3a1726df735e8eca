"""What stands above the body of a document.

``titles`` and the ``kinds`` of documents that they name, ``numbers`` (and dates), ``signatures`` (who signs, when),
``metadata`` (the table that government pages set above a document).
"""
