CREATE TABLE draw_ranks (
    number BIGINT NOT NULL PRIMARY KEY REFERENCES draw_pool (number),
    -- In the person's cell, from 1.
    rank BIGINT NOT NULL,
    -- From 1; 0 for a reserve.
    session BIGINT NOT NULL
)
