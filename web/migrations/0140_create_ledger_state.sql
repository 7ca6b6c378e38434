CREATE TABLE ledger_state (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    origin TEXT NOT NULL,
    queued BIGINT NOT NULL,
    size BIGINT NOT NULL,
    edge TEXT NOT NULL,
    checkpoint TEXT NOT NULL,
    audit_position BIGINT NOT NULL
)
