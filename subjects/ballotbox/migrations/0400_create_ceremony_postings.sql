CREATE TABLE ceremony_postings (
    -- In the order of the sitting.
    step TEXT NOT NULL,
    trustee BIGINT NOT NULL,
    -- The posting's file, to the last byte.
    content TEXT NOT NULL,
    PRIMARY KEY (step, trustee)
)
