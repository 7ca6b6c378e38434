CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL REFERENCES notices (number),
    outcome TEXT NOT NULL CHECK (outcome IN ('comes', 'cannot-come', 'no-answer', 'wrong-number')),
    -- Sealed; may be the seal of nothing.
    note TEXT NOT NULL,
    called_by TEXT NOT NULL,
    called_by_name TEXT NOT NULL,
    called_at BIGINT NOT NULL
)
