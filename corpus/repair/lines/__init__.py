"""Line breaks and blanks that a page lost or put in, and what sites write between the lines."""
