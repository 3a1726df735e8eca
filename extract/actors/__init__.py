"""Names of actors: in comes a stretch of text, out go the names in it, and the function of each office.

``phrases`` says what an actor phrase is and splits a list, by the rules of ``lists``, the forms in ``patterns``, the
parts of names in ``units`` and what no list of heads tells (``shapes``). ``offices`` gives functions shared across
counties (卫生健康), ``duties`` a short copy of what an actor is to do.
"""
