CREATE TABLE supervision_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    -- The election.
    uuid TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('explain', 'publish')),
    -- The difference that is explained; empty for the publication.
    venue TEXT NOT NULL,
    about TEXT NOT NULL,
    -- The numbers that it was written for.
    figures TEXT NOT NULL,
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
