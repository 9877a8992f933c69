-- SPDX-License-Identifier: Apache-2.0
--
-- What is done once to Posthorn's tables after a dump of them was loaded; @taken is the time of the dump in seconds since 1970.
--
-- The server went on after the dump: it gave out UIDs, MODSEQs and ids that clients may remember and the dump knows nothing of.
-- None of them may ever mean something else. So all counters jump by far more than can have been given out since, and every
-- message counts as changed, because its flags may be others than those that clients saw last.
SET @jump = 1000000 + LEAST(10 * GREATEST(UNIX_TIMESTAMP() - @taken, 0), 500000000);
UPDATE posthorn_folder SET last_uid = last_uid + @jump, highest_modseq = highest_modseq + @jump;
UPDATE posthorn_message m JOIN posthorn_folder f ON f.id = m.folder_id SET m.modseq = f.highest_modseq;
UPDATE posthorn_state SET number = number + @jump WHERE name = 'content-id';
SELECT GREATEST(COALESCE(MAX(id), 0), (SELECT COALESCE(MAX(AUTO_INCREMENT), 0) FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'posthorn_folder')) INTO @last_folder FROM posthorn_folder;
SET @statement = CONCAT('ALTER TABLE posthorn_folder AUTO_INCREMENT = ', CAST(@last_folder + @jump AS UNSIGNED));
PREPARE jump FROM @statement;
EXECUTE jump;
DEALLOCATE PREPARE jump;
