CREATE TABLE arrivals (
    -- One a seat, however often and on however many devices somebody was checked in.
    number BIGINT NOT NULL PRIMARY KEY REFERENCES seats (number),
    -- Made by the device, so that what is sent twice is known.
    event TEXT NOT NULL UNIQUE,
    session BIGINT NOT NULL,
    venue TEXT NOT NULL,
    class TEXT NOT NULL,
    -- The desk's label.
    desk TEXT NOT NULL,
    -- By the device's clock, as the server understood it.
    arrived_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    -- Taken back by the desk; the event is kept, so that it is not counted when the device sends it again.
    undone BOOLEAN NOT NULL
)
