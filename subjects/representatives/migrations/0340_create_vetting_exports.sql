CREATE TABLE vetting_exports (
    id TEXT NOT NULL PRIMARY KEY,
    people BIGINT NOT NULL,
    fingerprint TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_by_name TEXT NOT NULL,
    made_at BIGINT NOT NULL
)
