CREATE TABLE election_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    -- The election, or the sitting before there are elections.
    about TEXT NOT NULL,
    act TEXT NOT NULL,
    -- The part that is meant, such as a venue; empty for the whole.
    part TEXT NOT NULL,
    -- What the act needs, as JSON; empty where it needs nothing.
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
