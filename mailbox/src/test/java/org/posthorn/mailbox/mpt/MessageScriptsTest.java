// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.mpt;

import java.util.Locale;
import org.apache.james.mpt.api.ImapHostSystem;
import org.apache.james.mpt.imapmailbox.suite.Fetch;
import org.apache.james.mpt.imapmailbox.suite.FetchBodySection;
import org.apache.james.mpt.imapmailbox.suite.FetchBodyStructure;
import org.apache.james.mpt.imapmailbox.suite.FetchHeaders;
import org.apache.james.mpt.imapmailbox.suite.ObjectId;
import org.apache.james.mpt.imapmailbox.suite.PartialFetch;
import org.apache.james.mpt.imapmailbox.suite.Search;
import org.apache.james.mpt.imapmailbox.suite.UidSearch;
import org.apache.james.mpt.imapmailbox.suite.UidSearchOnIndex;
import org.apache.james.mpt.imapmailbox.suite.UserFlagsSupport;
import org.apache.james.mpt.imapmailbox.suite.base.BasicImapCommands;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.testing.MariaDbFlavour;

/** James's IMAP scripts about what is fetched of messages and how they are found. */
@ParameterizedClass
@MethodSource("org.posthorn.testing.MariaDbServer#flavours")
final class MessageScriptsTest {
    MessageScriptsTest(MariaDbFlavour flavour) {}

    @BeforeParameterizedClassInvocation
    static void use(MariaDbFlavour flavour) {
        StoreHostSystem.use(flavour);
    }

    @Nested
    class FetchScripts extends Fetch {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class FetchBodySectionScripts extends FetchBodySection {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class FetchBodyStructureScripts extends FetchBodyStructure {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }

        /**
         * BODYSTRUCTURE lists parameters in the order in which they were written. BODY[n.HEADER] of a part that is no
         * message, which nobody may ask for, is an empty line and not nothing: James asks the store for such a part's
         * content to tell the two, and the store does not withhold it.
         */
        private void fetch(Locale locale, String name) throws Exception {
            EditedScript script = new EditedScript(createImapHostSystem())
                    .replacing(
                            "\"charset\" (\"[^\"]+\") (\"method\" \"[^\"]+\" )?(\"name\" \"[^\"]+\")",
                            "$2$3 \"charset\" $1")
                    .replacing("( [1235] FETCH ..BODY..3..HEADER.. ..)0(.*\\R)", "$12$2S: \n");
            BasicImapCommands.prepareMailbox(script);
            script.run(locale, name);
        }

        @Override
        @Test
        public void testFetchFetchMultipartBodyStructureUS() throws Exception {
            fetch(Locale.US, "FetchMultipartBodyStructure");
        }

        @Override
        @Test
        public void testFetchFetchMultipartBodyStructureITALY() throws Exception {
            fetch(Locale.ITALY, "FetchMultipartBodyStructure");
        }

        @Override
        @Test
        public void testFetchFetchMultipartBodyStructureKOREA() throws Exception {
            fetch(Locale.KOREA, "FetchMultipartBodyStructure");
        }

        @Override
        @Test
        public void testFetchStructureComplexUS() throws Exception {
            fetch(Locale.US, "FetchStructureComplex");
        }

        @Override
        @Test
        public void testFetchStructureComplexITALY() throws Exception {
            fetch(Locale.ITALY, "FetchStructureComplex");
        }

        @Override
        @Test
        public void testFetchStructureComplexKOREA() throws Exception {
            fetch(Locale.KOREA, "FetchStructureComplex");
        }
    }

    @Nested
    class FetchHeadersScripts extends FetchHeaders {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class ObjectIdScripts extends ObjectId {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class PartialFetchScripts extends PartialFetch {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }

    @Nested
    class SearchScripts extends Search {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }

        /** What the header of a message within the message says belongs to the body, so "thy" is in one more of them. */
        private void find(Locale locale) throws Exception {
            new EditedScript(createImapHostSystem())
                    .replacing("^(C: A49 SEARCH BODY thy\\R)S: .*$", "$1S: .* SEARCH 5 10 12 17 18 19")
                    .run(locale, "SearchAtoms");
        }

        @Override
        @Test
        public void testSearchAtomsUS() throws Exception {
            find(Locale.US);
        }

        @Override
        @Test
        public void testSearchAtomsITALY() throws Exception {
            find(Locale.ITALY);
        }

        @Override
        @Test
        public void testSearchAtomsKOREA() throws Exception {
            find(Locale.KOREA);
        }
    }

    @Nested
    class UidSearchScripts extends UidSearch {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }

        /** As in the other script; this one says itself that it should find the message. */
        private void find(Locale locale) throws Exception {
            new EditedScript(createImapHostSystem())
                    .replacing("^(C: A109 UID SEARCH BODY thy\\R#.*\\R)S: .*$", "$1S: .* SEARCH 25 30 32 37 38 39")
                    .run(locale, "UidSearchAtoms");
        }

        @Override
        @Test
        public void testSearchAtomsUS() throws Exception {
            find(Locale.US);
        }

        @Override
        @Test
        public void testSearchAtomsITALY() throws Exception {
            find(Locale.ITALY);
        }

        @Override
        @Test
        public void testSearchAtomsKOREA() throws Exception {
            find(Locale.KOREA);
        }
    }

    @Nested
    class UidSearchOnIndexScripts extends UidSearchOnIndex {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }

        /** The script waits twice for an index that lags behind; there is none here, so it is held without the waits. */
        @Override
        @Test
        public void testSearchAtomsUS() throws Exception {
            new EditedScript(createImapHostSystem())
                    .replacing("^WAIT .*$", "# no wait")
                    .run(Locale.US, "UidSearchAtomsIndexer");
        }
    }

    @Nested
    class UserFlagsSupportScripts extends UserFlagsSupport {
        @Override
        protected ImapHostSystem createImapHostSystem() {
            return StoreHostSystem.fresh();
        }
    }
}
