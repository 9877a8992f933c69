// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script.sql;

import org.posthorn.mailbox.StoreFixture;
import org.posthorn.mailbox.folder.sql.DeletedFolders;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.mailbox.orphan.sql.Orphans;
import org.posthorn.mailbox.quota.sql.Recount;
import org.posthorn.mailbox.quota.sql.Usage;

/** What one server knows of scripts; several may share a fixture. */
final class ScriptServer {

    final AccountIdentity identity;
    final Orphans orphans;
    final SqlActiveScripts active;
    final SqlScripts scripts;

    ScriptServer(StoreFixture fixture) {
        Usage usage = new Usage(fixture.database(), fixture.store());
        DeletedFolders deleted = new DeletedFolders(fixture.store(), usage);
        identity = new AccountIdentity(fixture.database(), fixture.store(), usage, deleted);
        orphans = new Orphans(
                fixture.database(), fixture.store(), identity, deleted, new Recount(fixture.store(), usage));
        active = new SqlActiveScripts(identity);
        scripts = new SqlScripts(fixture.store(), identity, active);
    }
}
