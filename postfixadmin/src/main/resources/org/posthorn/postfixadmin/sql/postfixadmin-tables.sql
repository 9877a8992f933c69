-- SPDX-License-Identifier: Apache-2.0
--
-- PostfixAdmin's tables as its version 3.3.13 leaves them (config.version = 1847), for a database that is still empty.
-- The panel, once it is installed over them, finds its own structure and upgrades it as it would upgrade its own.
-- Running this file again changes nothing. One statement ends with a semicolon at the end of a line.

CREATE TABLE IF NOT EXISTS config (
  id     INT(11)     NOT NULL AUTO_INCREMENT,
  name   VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_general_ci NOT NULL DEFAULT '',
  value  VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_general_ci NOT NULL DEFAULT '',
  PRIMARY KEY (id),
  UNIQUE KEY name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci COMMENT = 'PostfixAdmin settings';

-- who may use the panel

CREATE TABLE IF NOT EXISTS admin (
  username        VARCHAR(255) NOT NULL,
  password        VARCHAR(255) NOT NULL,
  created         DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  modified        DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  active          TINYINT(1)   NOT NULL DEFAULT 1,
  superadmin      TINYINT(1)   NOT NULL DEFAULT 0,
  phone           VARCHAR(30)  CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  email_other     VARCHAR(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  token           VARCHAR(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  token_validity  DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  PRIMARY KEY (username)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Virtual Admins';

CREATE TABLE IF NOT EXISTS domain_admins (
  username  VARCHAR(255) NOT NULL,
  domain    VARCHAR(255) NOT NULL,
  created   DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  active    TINYINT(1)   NOT NULL DEFAULT 1,
  id        INT(11)      NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (id),
  KEY username (username)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Domain Admins';

CREATE TABLE IF NOT EXISTS log (
  timestamp  DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  username   VARCHAR(255) NOT NULL,
  domain     VARCHAR(255) NOT NULL,
  action     VARCHAR(255) NOT NULL,
  data       TEXT         NOT NULL,
  id         INT(11)      NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (id),
  KEY timestamp (timestamp),
  KEY domain_timestamp (domain, timestamp)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Log';

-- domains, mailboxes, aliases

CREATE TABLE IF NOT EXISTS domain (
  domain           VARCHAR(255) NOT NULL,
  description      VARCHAR(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL,
  aliases          INT(10)      NOT NULL DEFAULT 0,
  mailboxes        INT(10)      NOT NULL DEFAULT 0,
  maxquota         BIGINT(20)   NOT NULL DEFAULT 0,
  quota            BIGINT(20)   NOT NULL DEFAULT 0,
  transport        VARCHAR(255) NOT NULL,
  backupmx         TINYINT(1)   NOT NULL DEFAULT 0,
  created          DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  modified         DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  active           TINYINT(1)   NOT NULL DEFAULT 1,
  password_expiry  INT(11)      DEFAULT 0,
  PRIMARY KEY (domain)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Virtual Domains';

CREATE TABLE IF NOT EXISTS alias_domain (
  alias_domain   VARCHAR(255) NOT NULL DEFAULT '',
  target_domain  VARCHAR(255) NOT NULL DEFAULT '',
  created        DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  modified       DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  active         TINYINT(1)   NOT NULL DEFAULT 1,
  PRIMARY KEY (alias_domain),
  KEY active (active),
  KEY target_domain (target_domain)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Domain Aliases';

CREATE TABLE IF NOT EXISTS mailbox (
  username         VARCHAR(255) NOT NULL,
  password         VARCHAR(255) NOT NULL,
  name             VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  maildir          VARCHAR(255) NOT NULL,
  quota            BIGINT(20)   NOT NULL DEFAULT 0,
  local_part       VARCHAR(255) NOT NULL,
  domain           VARCHAR(255) NOT NULL,
  created          DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  modified         DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  active           TINYINT(1)   NOT NULL DEFAULT 1,
  phone            VARCHAR(30)  CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  email_other      VARCHAR(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  token            VARCHAR(255) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  token_validity   DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  password_expiry  DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  PRIMARY KEY (username),
  KEY domain (domain)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Virtual Mailboxes';

CREATE TABLE IF NOT EXISTS alias (
  address   VARCHAR(255) NOT NULL,
  goto      TEXT         NOT NULL,
  domain    VARCHAR(255) NOT NULL,
  created   DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  modified  DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  active    TINYINT(1)   NOT NULL DEFAULT 1,
  PRIMARY KEY (address),
  KEY domain (domain)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Virtual Aliases';

-- usage: quota2 is written by the mail server; quota is its ancient form

CREATE TABLE IF NOT EXISTS quota (
  username  VARCHAR(255) NOT NULL,
  path      VARCHAR(100) NOT NULL,
  current   BIGINT(20)   NOT NULL DEFAULT 0,
  PRIMARY KEY (username, path)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci;

CREATE TABLE IF NOT EXISTS quota2 (
  username  VARCHAR(255) CHARACTER SET latin1 COLLATE latin1_general_ci NOT NULL,
  bytes     BIGINT(20)   NOT NULL DEFAULT 0,
  messages  INT(11)      NOT NULL DEFAULT 0,
  PRIMARY KEY (username)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_general_ci;

-- virtual vacation and mail pulled from elsewhere

CREATE TABLE IF NOT EXISTS vacation (
  email          VARCHAR(255) NOT NULL,
  subject        VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  body           TEXT         CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  cache          TEXT         NOT NULL,
  domain         VARCHAR(255) NOT NULL,
  created        DATETIME     NOT NULL DEFAULT '2000-01-01 00:00:00',
  active         TINYINT(1)   NOT NULL DEFAULT 1,
  modified       TIMESTAMP    NOT NULL DEFAULT CURRENT_TIMESTAMP,
  activefrom     TIMESTAMP    NOT NULL DEFAULT '2000-01-01 00:00:00',
  activeuntil    TIMESTAMP    NOT NULL DEFAULT '2038-01-18 00:00:00',
  interval_time  INT(11)      NOT NULL DEFAULT 0,
  PRIMARY KEY (email),
  KEY email (email)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci COMMENT = 'Postfix Admin - Virtual Vacation';

CREATE TABLE IF NOT EXISTS vacation_notification (
  on_vacation  VARCHAR(255) CHARACTER SET latin1 COLLATE latin1_general_ci NOT NULL,
  notified     VARCHAR(255) CHARACTER SET latin1 COLLATE latin1_general_ci NOT NULL DEFAULT '',
  notified_at  TIMESTAMP    NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (on_vacation, notified),
  CONSTRAINT vacation_notification_pkey FOREIGN KEY (on_vacation) REFERENCES vacation (email) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb3 COLLATE = utf8mb3_general_ci
  COMMENT = 'Postfix Admin - Virtual Vacation Notifications';

CREATE TABLE IF NOT EXISTS fetchmail (
  id              INT(11) UNSIGNED    NOT NULL AUTO_INCREMENT,
  mailbox         VARCHAR(255)        NOT NULL,
  src_server      VARCHAR(255)        NOT NULL,
  src_auth        ENUM ('password', 'kerberos_v5', 'kerberos', 'kerberos_v4', 'gssapi', 'cram-md5', 'otp', 'ntlm', 'msn',
                        'ssh', 'any') CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT NULL,
  src_user        VARCHAR(255)        NOT NULL,
  src_password    VARCHAR(255)        NOT NULL,
  src_folder      VARCHAR(255)        NOT NULL,
  poll_time       INT(11) UNSIGNED    NOT NULL DEFAULT 10,
  fetchall        TINYINT(1) UNSIGNED NOT NULL DEFAULT 0,
  keep            TINYINT(1) UNSIGNED NOT NULL DEFAULT 0,
  protocol        ENUM ('POP3', 'IMAP', 'POP2', 'ETRN', 'AUTO')
                        CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci DEFAULT NULL,
  usessl          TINYINT(1) UNSIGNED NOT NULL DEFAULT 0,
  extra_options   TEXT                DEFAULT NULL,
  returned_text   TEXT                DEFAULT NULL,
  mda             VARCHAR(255)        NOT NULL,
  date            TIMESTAMP           NOT NULL DEFAULT '2000-01-01 00:00:00',
  sslcertck       TINYINT(1)          NOT NULL DEFAULT 0,
  sslcertpath     VARCHAR(255)        CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci DEFAULT '',
  sslfingerprint  VARCHAR(255)        DEFAULT '',
  domain          VARCHAR(255)        DEFAULT '',
  active          TINYINT(1)          NOT NULL DEFAULT 0,
  created         TIMESTAMP           NOT NULL DEFAULT '2000-01-01 00:00:00',
  modified        TIMESTAMP           NOT NULL DEFAULT CURRENT_TIMESTAMP,
  src_port        INT(11)             NOT NULL DEFAULT 0,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = latin1 COLLATE = latin1_general_ci;

-- what the panel's setup puts in

INSERT IGNORE INTO config (name, value) VALUES ('version', '1847');

INSERT IGNORE INTO domain (domain, description, transport) VALUES ('ALL', '', '');
