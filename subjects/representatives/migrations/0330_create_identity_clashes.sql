CREATE TABLE identity_clashes (
    id TEXT NOT NULL PRIMARY KEY,
    -- The application that was there first.
    application_id TEXT NOT NULL REFERENCES applications (id),
    channel TEXT NOT NULL CHECK (channel IN ('volunteer', 'recommendation')),
    venue TEXT NOT NULL,
    -- The second one as typed, sealed.
    person TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('open', 'kept-first', 'same-person')),
    decided_by TEXT,
    decided_at BIGINT
)
