CREATE TABLE plan_proposals (
    id TEXT NOT NULL PRIMARY KEY,
    base_version BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    content_hex TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'adopted', 'rejected', 'withdrawn')),
    proposed_by TEXT NOT NULL,
    proposed_by_name TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT
)
