"""Line breaks and blanks that a page lost or put in, and what sites write between the lines.

``breaks`` (paragraphs run into one line), ``wrapped`` (lines broken at a constant width), ``blanks`` (within words),
``digits`` (blanks within numbers), ``parts`` and ``stamps`` (numbers and letters that sites leave).
"""
