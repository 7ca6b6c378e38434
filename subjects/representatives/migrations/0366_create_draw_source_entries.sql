CREATE TABLE draw_source_entries (
    place BIGINT NOT NULL REFERENCES draw_sources (place),
    round BIGINT NOT NULL,
    -- Two officers type in each round.
    turn BIGINT NOT NULL CHECK (turn IN (1, 2)),
    typed_by TEXT NOT NULL,
    typed_by_name TEXT NOT NULL,
    -- In its canonical form. Shown to nobody before the second one is there.
    text TEXT NOT NULL,
    typed_at BIGINT NOT NULL,
    PRIMARY KEY (place, round, turn),
    UNIQUE (place, round, typed_by)
)
