CREATE INDEX seats_by_place ON seats (session, venue, class, state)
