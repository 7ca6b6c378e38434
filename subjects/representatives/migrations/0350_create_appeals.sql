CREATE TABLE appeals (
    application_id TEXT NOT NULL PRIMARY KEY REFERENCES applications (id),
    -- Sealed.
    words TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    proposed_uphold BOOLEAN,
    proposed_reason TEXT,
    proposed_by TEXT,
    proposed_by_name TEXT,
    decided_by TEXT,
    decided_by_name TEXT,
    decided_at BIGINT
)
