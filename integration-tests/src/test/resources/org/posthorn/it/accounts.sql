-- SPDX-License-Identifier: Apache-2.0
-- The accounts of the black-box tests, as PostfixAdmin's panel writes them. Passwords: see Accounts.java.
INSERT INTO domain (domain, description, transport, backupmx, active) VALUES
  ('example.test', '', 'virtual', 0, 1),
  ('second.test', '', 'virtual', 0, 1),
  ('alias.test', '', 'virtual', 0, 1),
  ('closed.test', '', 'virtual', 0, 0),
  ('backup.test', '', 'virtual', 1, 1),
  ('relayed.test', '', 'smtp:[127.0.0.1]', 0, 1);
INSERT INTO alias_domain (alias_domain, target_domain, active) VALUES ('alias.test', 'example.test', 1);
INSERT INTO mailbox (username, password, name, maildir, local_part, domain, quota, active) VALUES
  ('alice@example.test', '$1$AiHyGSzs$.jL58ImI6R8ffF34Ulz9R.', 'Alice', 'example.test/alice/', 'alice', 'example.test', 0, 1),
  ('bob@example.test', '$1$AiHyGSzs$.jL58ImI6R8ffF34Ulz9R.', 'Bob', 'example.test/bob/', 'bob', 'example.test', 0, 1),
  ('carol@example.test', '$1$AiHyGSzs$.jL58ImI6R8ffF34Ulz9R.', 'Carol', 'example.test/carol/', 'carol', 'example.test', 1024000, 1),
  ('dave@example.test', '$1$AiHyGSzs$.jL58ImI6R8ffF34Ulz9R.', 'Dave', 'example.test/dave/', 'dave', 'example.test', 0, 0),
  ('postmaster@example.test', '$1$AiHyGSzs$.jL58ImI6R8ffF34Ulz9R.', '', 'example.test/postmaster/', 'postmaster', 'example.test', 0, 1),
  ('erin@second.test', '$1$AiHyGSzs$.jL58ImI6R8ffF34Ulz9R.', 'Erin', 'second.test/erin/', 'erin', 'second.test', 0, 1),
  ('frank@closed.test', '$1$AiHyGSzs$.jL58ImI6R8ffF34Ulz9R.', 'Frank', 'closed.test/frank/', 'frank', 'closed.test', 0, 1);
INSERT INTO alias (address, goto, domain, active) VALUES
  ('alice@example.test', 'alice@example.test', 'example.test', 1),
  ('bob@example.test', 'bob@example.test', 'example.test', 1),
  ('carol@example.test', 'carol@example.test', 'example.test', 1),
  ('dave@example.test', 'dave@example.test', 'example.test', 0),
  ('postmaster@example.test', 'postmaster@example.test', 'example.test', 1),
  ('erin@second.test', 'erin@second.test', 'second.test', 1),
  ('frank@closed.test', 'frank@closed.test', 'closed.test', 1),
  ('sales@example.test', 'alice@example.test,bob@example.test', 'example.test', 1),
  ('off@example.test', 'alice@example.test', 'example.test', 0),
  ('away@example.test', 'away@outside.test', 'example.test', 1),
  ('both@example.test', 'bob@example.test,both@outside.test', 'example.test', 1),
  ('round@example.test', 'about@example.test', 'example.test', 1),
  ('about@example.test', 'round@example.test', 'example.test', 1),
  ('holiday@example.test', 'bob@example.test,holiday#example.test@autoreply.example.test', 'example.test', 1),
  ('@second.test', 'bob@example.test', 'second.test', 1);
