-- One served domain, one with a mailbox that has a login of its own.
INSERT INTO provider (id, name) VALUES ('p', 'Provider');
INSERT INTO domain (name, provider) VALUES ('example.com', 'p'), ('comp.example', 'p');
INSERT INTO service (provider, type, host) VALUES ('p', 'imap', 'imap.example.com'), ('p', 'smtp', 'smtp.example.com');
INSERT INTO service (provider, domain, type, host, username) VALUES
  ('p', 'comp.example', 'imap', 'imap.example.com', 'x-%EMAILLOCALPART%'),
  ('p', 'comp.example', 'smtp', 'smtp.example.com', 'x-%EMAILLOCALPART%');
