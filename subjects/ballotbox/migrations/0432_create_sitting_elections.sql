CREATE TABLE sitting_elections (
    uuid TEXT NOT NULL PRIMARY KEY REFERENCES elections (uuid),
    sitting TEXT NOT NULL REFERENCES ceremony_sittings (id)
)
