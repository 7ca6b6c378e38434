CREATE UNIQUE INDEX tie_lists_one_in_force ON tie_lists (department) WHERE replaced_at IS NULL
