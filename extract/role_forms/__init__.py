"""The forms in which plans say who does what, one a file."""
