CREATE INDEX arrivals_by_number ON arrivals (number)
