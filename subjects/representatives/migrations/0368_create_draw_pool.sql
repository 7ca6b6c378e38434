CREATE TABLE draw_pool (
    -- The pool number, from 1, given by chance at the freeze.
    number BIGINT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL UNIQUE REFERENCES applications (id),
    -- What hides the person's entry in the commitment; a secret until the release.
    salt TEXT NOT NULL
)
