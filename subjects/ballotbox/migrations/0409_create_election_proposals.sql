CREATE TABLE election_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    uuid TEXT NOT NULL,
    act TEXT NOT NULL,
    -- What the act needs, as JSON.
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'rejected', 'withdrawn')),
    proposed_by TEXT NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_why TEXT NOT NULL,
    decided_at BIGINT
)
