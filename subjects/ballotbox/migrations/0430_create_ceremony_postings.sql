CREATE TABLE ceremony_postings (
    sitting TEXT NOT NULL REFERENCES ceremony_sittings (id),
    -- In the order of the sitting.
    step TEXT NOT NULL,
    trustee BIGINT NOT NULL,
    -- The posting's file, to the last byte.
    content TEXT NOT NULL,
    PRIMARY KEY (sitting, step, trustee)
)
