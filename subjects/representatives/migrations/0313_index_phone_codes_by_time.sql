CREATE INDEX phone_codes_by_time ON phone_codes (sent_at)
