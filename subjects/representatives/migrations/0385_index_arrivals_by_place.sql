CREATE INDEX arrivals_by_place ON arrivals (session, venue, class)
