-- A database as automx2 makes it, with its own sample's traits and with mistakes.
CREATE TABLE provider (id INTEGER NOT NULL, name VARCHAR NOT NULL, short_name VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE server (id INTEGER NOT NULL, prio INTEGER DEFAULT '10' NOT NULL, name VARCHAR NOT NULL, port INTEGER NOT NULL,
  type VARCHAR NOT NULL, socket_type VARCHAR NOT NULL, user_name VARCHAR NOT NULL, authentication VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE davserver (id INTEGER NOT NULL, url VARCHAR NOT NULL, port INTEGER NOT NULL, type VARCHAR NOT NULL,
  use_ssl BOOLEAN NOT NULL, domain_required BOOLEAN NOT NULL, user_name VARCHAR, PRIMARY KEY (id));
CREATE TABLE ldapserver (id INTEGER NOT NULL, name VARCHAR NOT NULL, port INTEGER NOT NULL, use_ssl BOOLEAN NOT NULL,
  search_base VARCHAR NOT NULL, search_filter VARCHAR NOT NULL, attr_uid VARCHAR NOT NULL, attr_cn VARCHAR,
  bind_password VARCHAR, bind_user VARCHAR, PRIMARY KEY (id));
CREATE TABLE domain (id INTEGER NOT NULL, name VARCHAR NOT NULL, provider_id INTEGER NOT NULL, ldapserver_id INTEGER,
  PRIMARY KEY (id), UNIQUE (name));
CREATE TABLE davserver_domain (davserver_id INTEGER NOT NULL, domain_id INTEGER NOT NULL, PRIMARY KEY (davserver_id, domain_id));
CREATE TABLE server_domain (server_id INTEGER NOT NULL, domain_id INTEGER NOT NULL, PRIMARY KEY (server_id, domain_id));

INSERT INTO provider VALUES (1000, 'Big Corporation, Inc.', 'BigCorp'), (1001, 'Ham & Eggs', 'H+E'), (1002, 'Some Other Provider', 'SOP');
INSERT INTO ldapserver VALUES (2000, 'ldap.example.com', 636, 1, 'dc=example,dc=com', '(mail={0})', 'uid', 'cn', 's3cret', 'cn=reader,dc=example,dc=com');
INSERT INTO domain VALUES (3000, 'Example.com', 1000, 2000), (3001, 'example.net', 1000, NULL), (3002, 'example.org', 1000, NULL),
  (3003, 'ham-n-eggs.test', 1001, NULL), (3004, 'serverless.test', 1002, NULL), (3005, 'no domain', 1002, NULL), (3006, 'orphan.test', 9999, NULL),
  (3007, 'address.test', 1002, NULL);
INSERT INTO server VALUES
  (4000, 10, 'smtp1.example.com', 587, 'smtp', 'STARTTLS', '%EMAILADDRESS%', 'plain'),
  (4001, 10, 'smtp2.example.com', 465, 'smtp', 'SSL', '%EMAILLOCALPART%', 'password-encrypted'),
  (4002, 10, 'imap1.example.com', 143, 'imap', 'STARTTLS', '%EMAILADDRESS%', 'plain'),
  (4003, 5,  'imap2.example.com', 993, 'imap', 'SSL', '%EMAILADDRESS%', 'plain'),
  (4004, 10, 'pop1.example.com', 1995, 'pop', 'plain', '%EMAILADDRESS%', 'NTLM'),
  (4005, 10, 'x.ham-n-eggs.test', 123, 'INVALID', 'STARTTLS', '%EMAILADDRESS%', 'plain'),
  (4006, 10, 'lost.example.com', 993, 'imap', 'SSL', '%EMAILADDRESS%', 'plain'),
  (4007, 10, 'imap.ham-n-eggs.test', 993, 'imap', 'Auto', '%EMAILADDRESS%', 'magic'),
  (4008, 10, 'smtp.ham-n-eggs.test', 465, 'smtp', 'SSL', '%FOO%', 'plain'),
  (4009, 10, x'', 993, 'imap', 'SSL', '%EMAILADDRESS%', 'plain'), (4010, 10, 'no host', 995, 'pop', 'SSL', '%EMAILADDRESS%', 'plain'),
  (4011, 10, '192.0.2.1', 993, 'imap', 'SSL', '%EMAILADDRESS%', 'plain'),
  (4012, 20, 'imap.address.test', 993, 'imap', 'SSL', '%EMAILLOCALPART% ', 'plain'),
  (4013, 10, 'pop.address.test', 995, 'pop', 'SSL', char(160), 'plain'), (4014, 10, 'smtp.address.test', 465, 'smtp', 'SSL', ' x ', 'plain');
INSERT INTO server_domain VALUES (4000, 3000), (4000, 3001), (4001, 3002), (4002, 3000), (4003, 3000), (4003, 3001), (4004, 3002),
  (4005, 3003), (4007, 3003), (4008, 3003), (4009, 3003), (4010, 3003), (4011, 3007), (4012, 3007), (4013, 3007), (4014, 3007);
INSERT INTO davserver VALUES (4100, 'https://caldav.example.com', 443, 'caldav', 1, 0, '%EMAILADDRESS%'),
  (4101, 'http://carddav.example.com/dav/', 8080, 'carddav', 0, 1, NULL), (4102, 'dav.example.com/%EMAILADDRESS%', 0, 'caldav', 1, 0, NULL),
  (4103, 'https://bad host/', 443, 'caldav', 1, 0, NULL), (4104, 'https://u@dav.address.test/', 443, 'carddav', 1, 0, NULL);
INSERT INTO davserver_domain VALUES (4100, 3000), (4101, 3000), (4101, 3001), (4101, 3002), (4102, 3001), (4103, 3007), (4104, 3007);
