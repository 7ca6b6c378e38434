CREATE TABLE draw_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    act TEXT NOT NULL CHECK (act IN ('announce', 'freeze', 'fail-source', 'release')),
    -- Of a source, from 1; else 0.
    place BIGINT NOT NULL,
    -- The sources as JSON, or the reason.
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'rejected', 'withdrawn')),
    proposed_by TEXT NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT
)
