CREATE TABLE replacements (
    -- Its place in the public ledger.
    position BIGINT NOT NULL PRIMARY KEY,
    session BIGINT NOT NULL,
    venue TEXT NOT NULL,
    class TEXT NOT NULL,
    left_number BIGINT NOT NULL UNIQUE REFERENCES draw_pool (number),
    joined_number BIGINT NOT NULL UNIQUE REFERENCES draw_pool (number),
    rank BIGINT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('declined', 'released')),
    made_at BIGINT NOT NULL
)
