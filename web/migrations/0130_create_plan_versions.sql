CREATE TABLE plan_versions (
    version BIGINT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    adopted_at BIGINT NOT NULL
)
