"""The faults that are provoked, and the tests that provoke them in the quick run; ``benchmarks/reliability.py``
prints the list and ``test_covered.py`` sees to it that each test exists.
"""

from __future__ import annotations

KILL, DISK, DAMAGE = "reliability/test_kill.py", "reliability/test_disk.py", "reliability/test_damage.py"
HOSTILE, UPGRADE, SUPPLY = "reliability/test_hostile.py", "reliability/test_upgrade.py", "reliability/test_supply.py"
SOURCES, BAD, CLI = "corpus/test_sources.py", "test_badfiles.py", "test_cli.py"
DISCOVERY, ISOLATION = "corpus/test_discovery.py", "corpus/test_isolation.py"
EXPORT, SEARCH, DISPLAY = "kb/test_kb_export.py", "kb/test_kb_search.py", "kb/test_display.py"

# (fault, tests as file::function)
FAULTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("kill -9 at random points of a build", (f"{KILL}::test_kill_9_at_random_points",)),
    (
        "kill -9 at every commit, and between statements",
        (f"{KILL}::test_kill_9_around_commits", f"{KILL}::test_kill_9_between_statements"),
    ),
    ("disk full", (f"{DISK}::test_full_disk", f"{DISK}::test_exports_to_a_full_disk")),
    ("folder or base that cannot be written", (f"{DISK}::test_a_folder_that_cannot_be_written",)),
    ("readers while building", (f"{DISK}::test_readers_during_builds",)),
    ("two builders at once", (f"{DISK}::test_two_builders_at_once",)),
    (
        "damaged base",
        (
            f"{DAMAGE}::test_flipped_bits",
            f"{DAMAGE}::test_truncated_files",
            f"{DAMAGE}::test_decisions_that_the_views_do_not_show",
        ),
    ),
    (
        "empty, cut, random, misnamed, encrypted files",
        (f"{BAD}::test_bad_files", f"{CLI}::test_exit_codes_and_messages"),
    ),
    (
        "slow or exploding file",
        (
            f"{ISOLATION}::test_slow_files_end_and_neighbours_are_unaffected",
            f"{ISOLATION}::test_memory_is_limited_in_the_child_only",
            "corpus/test_readers_html.py::test_attributes_without_end_are_cut",
        ),
    ),
    (
        "silently empty output",
        ("corpus/test_readers_html.py::test_never_silently_empty", f"{BAD}::test_bad_files"),
    ),
    ("zip bombs", (f"{BAD}::test_bad_files",)),
    (
        "external entities, entity bombs, remote references",
        (f"{BAD}::test_bad_files", "corpus/test_readers_html.py::test_entities_of_a_page_are_not_expanded"),
    ),
    (
        "paths out of the folder, loops of links, pipes, devices, names that are no text",
        (
            f"{BAD}::test_bad_files",
            f"{SOURCES}::test_pipes_and_folders_are_refused_at_once",
            f"{DISCOVERY}::test_names_that_differ_only_in_their_bytes_stay_apart",
        ),
    ),
    (
        "search syntax in queries",
        (f"{SEARCH}::test_anything_may_be_typed", f"{SEARCH}::test_any_text_is_searched_for_as_it_is"),
    ),
    ("formulas in tables", (f"{HOSTILE}::test_hostile_text", f"{EXPORT}::test_nothing_acts_in_any_format")),
    (
        "markup and scripts",
        (
            f"{HOSTILE}::test_hostile_text",
            f"{DISPLAY}::test_views_are_inert",
            f"{DISPLAY}::test_plain_tables_are_inert",
        ),
    ),
    (
        "terminal sequences",
        (f"{CLI}::test_nothing_in_a_document_acts_on_the_terminal", f"{HOSTILE}::test_hostile_text"),
    ),
    ("patterns that outgrow their input", ("extract/test_linear.py::test_pattern_is_linear",)),
    (
        "surrogates, NUL, bad bytes, private and combining characters",
        (f"{HOSTILE}::test_hostile_text", "corpus/test_encoding.py::test_bytes_that_are_no_character"),
    ),
    (
        "sound text changed",
        (
            "corpus/test_marks.py::test_left_alone",
            "corpus/test_repair.py::test_twice_is_once",
            f"{CLI}::test_repair_leaves_sound_text_alone_and_drops_what_nobody_sees",
        ),
    ),
    (
        "large files and many files",
        (
            "reliability/test_memory.py::test_a_file_beyond_the_limit",
            "reliability/test_memory.py::test_a_large_file_full_of_facts",
        ),
    ),
    ("other bytes for the same sources", ("reliability/test_same.py::test_same_bytes_everywhere",)),
    ("facts that do not quote their source", ("kb/test_kb_build.py::test_offsets_ids_and_sentences_hold",)),
    ("notebooks", ("test_notebooks.py::test_it_runs", "test_notebooks.py::test_it_reads_like_a_walk")),
    (
        "Ctrl-C, SIGTERM, closed pipe",
        (
            f"{KILL}::test_ctrl_c",
            "kb/test_kb_build.py::test_an_interrupted_build_is_resumed",
            f"{CLI}::test_a_reader_that_has_had_enough",
        ),
    ),
    (
        "older and newer schema",
        (
            f"{UPGRADE}::test_no_row_is_lost",
            f"{UPGRADE}::test_kills_during_it",
            f"{DAMAGE}::test_other_versions_are_left_as_they_are",
        ),
    ),
    (
        "packages of others",
        (
            f"{SUPPLY}::test_licences_at_run_time",
            f"{SUPPLY}::test_every_package_is_locked_by_hash",
            f"{SUPPLY}::test_jieba_is_never_started_by_us",
        ),
    ),
    ("bare environments", (f"{CLI}::test_bare_environments",)),
)
