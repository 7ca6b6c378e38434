CREATE UNIQUE INDEX ballots_one_a_credential ON ballots (uuid, credential)
