"""Review: coding sheets out and back, decisions kept, and how far they can be trusted.

``sampling`` draws the facts, ``sheet`` writes them, ``returned`` reads them back (``fields``: cells as coders fill
them), ``decisions`` keeps each; ``kb.decided`` lays them over the facts. ``status`` tells where the review stands, with
``agreement`` between coders and ``precision`` of the machine.
"""
