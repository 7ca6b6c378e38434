CREATE TABLE draw_cells (
    -- In the order of quotas.csv, from 1.
    place BIGINT NOT NULL PRIMARY KEY,
    venue TEXT NOT NULL,
    class TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('volunteer', 'recommendation')),
    -- In one session.
    seats BIGINT NOT NULL,
    people BIGINT NOT NULL
)
