CREATE TABLE promises (
    id TEXT NOT NULL PRIMARY KEY,
    session BIGINT NOT NULL,
    department TEXT NOT NULL,
    words TEXT NOT NULL,
    -- A day, as 2025-03-31.
    due TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'progress', 'reported', 'done', 'not-kept')),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
)
