CREATE INDEX card_scans_by_venue ON card_scans (uuid, venue)
