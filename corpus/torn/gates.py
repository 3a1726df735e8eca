"""Signs of a lost byte: one look that spares sound files the rest."""

from __future__ import annotations

import re

# A letter or sign behind a wide character may be the second byte of one; so may a byte that is no character.
GATES = {
    "big5hkscs": re.compile("[^\x00-\x7f][@-~](?![A-Za-z])|\ufffd"),
    "gb18030": re.compile("\ufffd"),  # other runs are left as they read: filters have been at work on many
}
