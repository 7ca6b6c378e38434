-- Every server asks once a second which cards can no longer vote, and the list may have a city's voters.
CREATE INDEX election_credentials_revoked ON election_credentials (uuid, credential) WHERE revoked <> 'no'
