CREATE TABLE plan_closings (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    closed_at BIGINT NOT NULL
)
