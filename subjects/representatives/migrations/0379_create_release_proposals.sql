CREATE TABLE release_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL REFERENCES seats (number),
    -- Sealed.
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'rejected', 'withdrawn')),
    proposed_by TEXT NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT
)
