CREATE TABLE release_openings (
    -- The proposal that two officers agreed on.
    id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('working', 'done', 'failed')),
    -- What is being done, and for which session; 0 for all.
    step TEXT NOT NULL CHECK (step IN ('received', 'opening', 'verifying', 'publishing')),
    session BIGINT NOT NULL,
    -- Why nothing was published, in Chinese; else empty.
    why TEXT NOT NULL,
    begun_at BIGINT NOT NULL
)
