CREATE TABLE stage_items (
    id TEXT NOT NULL PRIMARY KEY,
    session BIGINT NOT NULL REFERENCES stage_sessions (session),
    place BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('report', 'interview', 'ballot')),
    -- Empty for the ballot.
    department TEXT NOT NULL,
    -- As the plan had it when the item was made.
    limit_ms BIGINT NOT NULL,
    warning_ms BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'on', 'paused', 'done')),
    started_at BIGINT,
    ended_at BIGINT
)
