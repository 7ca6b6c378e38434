-- Of the lists in force only: nothing but keyed hashes, never a name or number.
CREATE TABLE tie_list_people (
    identity_hash TEXT NOT NULL,
    list_id TEXT NOT NULL REFERENCES tie_lists (id),
    PRIMARY KEY (identity_hash, list_id)
)
