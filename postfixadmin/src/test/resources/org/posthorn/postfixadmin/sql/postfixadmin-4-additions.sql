-- SPDX-License-Identifier: Apache-2.0
-- What PostfixAdmin 4 (config.version = 1856) adds to the tables of 3.3, as far as it concerns mail.

ALTER TABLE mailbox ADD COLUMN totp_secret VARCHAR(255) CHARACTER SET utf8mb4 DEFAULT NULL AFTER password_expiry;
ALTER TABLE admin ADD COLUMN totp_secret VARCHAR(255) CHARACTER SET utf8mb4 DEFAULT NULL AFTER token_validity;
ALTER TABLE mailbox ADD COLUMN smtp_active TINYINT(1) NOT NULL DEFAULT 1;
ALTER TABLE alias ADD COLUMN description VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL DEFAULT '' AFTER domain;
ALTER TABLE alias_domain ADD COLUMN description VARCHAR(255) CHARACTER SET utf8mb4 NOT NULL DEFAULT '' AFTER target_domain;

CREATE TABLE mailbox_app_password (
  id             INT          NOT NULL AUTO_INCREMENT,
  username       VARCHAR(255) DEFAULT NULL,
  description    VARCHAR(255) DEFAULT NULL,
  password_hash  VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE totp_exception_address (
  id           INT          NOT NULL AUTO_INCREMENT,
  ip           VARCHAR(46)  NOT NULL,
  username     VARCHAR(255) DEFAULT NULL,
  description  VARCHAR(255) DEFAULT NULL,
  created      DATETIME     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  modified     DATETIME     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (id),
  UNIQUE KEY ip_user (ip, username)
);

UPDATE config SET value = '1856' WHERE name = 'version';
