CREATE TABLE election_voids (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    reason TEXT NOT NULL,
    voided_at BIGINT NOT NULL
)
