CREATE TABLE stage_pauses (
    item TEXT NOT NULL REFERENCES stage_items (id),
    number BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (item, number)
)
