CREATE TABLE likeness_decisions (
    first_id TEXT NOT NULL REFERENCES applications (id),
    second_id TEXT NOT NULL REFERENCES applications (id),
    same_person BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_by_name TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (first_id, second_id)
)
