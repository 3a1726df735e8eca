"""What a number is about: the words of the text that name the thing measured."""
