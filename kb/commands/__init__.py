"""The commands of the command line: each parses, calls one function, prints.

``building`` (build, load), ``reading`` (report, repair, outline, facts, evaluate), ``searching``, ``showing``,
``comparing``, ``listing`` (answers that are lists, run by ``answers``), ``taking`` (export, cite, verify),
``reviewing``, ``serving``, ``publishing``, ``desk`` (lab). ``options`` and ``years``: what several share.
"""
