"""Headings: lines that open a section, and how deep it lies.

``labels`` reads what opens a numbered heading (一、 （三） 12.), ``levels`` makes the tree of them; ``bare`` finds
headings without number, ``contents`` the list of contents, ``endings`` the words that titles end with. ``flattened``
cuts text whose line breaks were lost where its numbering says that one was.
"""
