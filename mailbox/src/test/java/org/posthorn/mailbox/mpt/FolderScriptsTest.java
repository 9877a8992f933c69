// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.mpt;

import java.util.Locale;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mpt.api.ImapHostSystem;
import org.apache.james.mpt.imapmailbox.suite.Copy;
import org.apache.james.mpt.imapmailbox.suite.Expunge;
import org.apache.james.mpt.imapmailbox.suite.Listing;
import org.apache.james.mpt.imapmailbox.suite.ListingWithSharingTest;
import org.apache.james.mpt.imapmailbox.suite.MailboxAnnotation;
import org.apache.james.mpt.imapmailbox.suite.MailboxWithLongNameError;
import org.apache.james.mpt.imapmailbox.suite.Move;
import org.apache.james.mpt.imapmailbox.suite.QuotaTest;
import org.apache.james.mpt.imapmailbox.suite.Recent;
import org.apache.james.mpt.imapmailbox.suite.Rename;
import org.apache.james.mpt.imapmailbox.suite.Select;
import org.apache.james.mpt.imapmailbox.suite.SelectedInbox;
import org.apache.james.mpt.imapmailbox.suite.SelectedState;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.MariaDbFlavour;

/** James's IMAP scripts about folders: their names, listing, annotations, quotas, and what is moved between them. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
final class FolderScriptsTest {
    FolderScriptsTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void use(MariaDbFlavour flavour) {
        StoreHostSystem.use(flavour);
    }

    @Nested
    class CopyScripts extends Copy {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class ExpungeScripts extends Expunge {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class ListingScripts extends Listing {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }

        @Test
        void listsNamesInModifiedUtf7() throws Exception {
            system.createMailbox(MailboxPath.forUser(USER, "projects & abc"));
            system.createMailbox(MailboxPath.forUser(USER, "mailbox #17"));
            system.createMailbox(MailboxPath.forUser(USER, "\u00e9valuations"));

            simpleScriptedTestProtocol.withLocale(Locale.KOREA).run("ListSpecialChar");
        }
    }

    @Nested
    class ListingWithSharingScripts extends ListingWithSharingTest {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class MailboxAnnotationScripts extends MailboxAnnotation {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class MailboxWithLongNameErrorScripts extends MailboxWithLongNameError {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class MoveScripts extends Move {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class QuotaScripts extends QuotaTest {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class RecentScripts extends Recent {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class RenameScripts extends Rename {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class SelectScripts extends Select {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class SelectedInboxScripts extends SelectedInbox {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class SelectedStateScripts extends SelectedState {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }
}
