"""Files of a corpus before anything reads them.

``discovery`` lists what is in a folder, ``kinds`` tells what a file really is, ``opening`` gives its bytes within
``limits``.
"""
