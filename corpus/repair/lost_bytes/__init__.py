"""The parts of ``corpus.repair.byteshift``: where bytes were lost, what may have stood there, what is likeliest."""
