CREATE INDEX calls_by_number ON calls (number, called_at)
