"""Files parsed in a child process: ``pool`` lends children and talks to them, ``child`` is what runs in one."""
