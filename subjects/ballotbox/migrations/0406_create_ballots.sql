CREATE TABLE ballots (
    uuid TEXT NOT NULL REFERENCES elections (uuid),
    -- SHA-256 of the ballot, in hexadecimal digits. Nothing beside it has a time, an address, a device or a venue.
    tracker TEXT NOT NULL,
    credential TEXT NOT NULL,
    ballot TEXT NOT NULL,
    PRIMARY KEY (uuid, tracker)
)
