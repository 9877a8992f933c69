// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.imap.decode.parser.CompressCommandParser;
import org.apache.james.imap.decode.parser.GetQuotaCommandParser;
import org.apache.james.imap.decode.parser.LoginCommandParser;
import org.apache.james.imap.decode.parser.StartTLSCommandParser;
import org.apache.james.imap.encode.QuotaResponseEncoder;
import org.apache.james.imap.encode.QuotaRootResponseEncoder;
import org.apache.james.imap.processor.AppendProcessor;
import org.apache.james.imap.processor.AuthenticateProcessor;
import org.apache.james.imap.processor.CapabilityProcessor;
import org.apache.james.imap.processor.CompressProcessor;
import org.apache.james.imap.processor.CopyProcessor;
import org.apache.james.imap.processor.CreateProcessor;
import org.apache.james.imap.processor.DeleteProcessor;
import org.apache.james.imap.processor.ExamineProcessor;
import org.apache.james.imap.processor.GetQuotaProcessor;
import org.apache.james.imap.processor.GetQuotaRootProcessor;
import org.apache.james.imap.processor.LoginProcessor;
import org.apache.james.imap.processor.MoveProcessor;
import org.apache.james.imap.processor.RenameProcessor;
import org.apache.james.imap.processor.SearchProcessor;
import org.apache.james.imap.processor.SelectProcessor;
import org.apache.james.imap.processor.StartTLSProcessor;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.apache.james.modules.protocols.ImapPackage;
import org.apache.james.utils.ClassName;
import org.posthorn.imap.quota.GetQuota;
import org.posthorn.imap.quota.GetQuotaReader;
import org.posthorn.imap.quota.GetQuotaRoot;
import org.posthorn.imap.quota.QuotaKeepingAppend;
import org.posthorn.imap.quota.QuotaKeepingCopy;
import org.posthorn.imap.quota.QuotaKeepingMove;
import org.posthorn.imap.quota.RootLine;
import org.posthorn.imap.quota.StorageLine;

/**
 * The IMAP commands of this server, named by {@code imapPackages} in {@code imapserver.xml}.
 *
 * <p>James's own, with LOGIN, AUTHENTICATE, CAPABILITY, CREATE, RENAME, DELETE, APPEND, COPY, MOVE,
 * SELECT, EXAMINE, FETCH, SEARCH and those about quotas replaced by ours,
 * without STARTTLS (TLS is implicit) and COMPRESS.
 */
public final class PosthornImapPackage implements ImapPackage {

    private static final Set<String> NOT_OURS = Stream.of(
                    AuthenticateProcessor.class,
                    LoginProcessor.class,
                    CapabilityProcessor.class,
                    StartTLSProcessor.class,
                    CompressProcessor.class,
                    CreateProcessor.class,
                    RenameProcessor.class,
                    DeleteProcessor.class,
                    AppendProcessor.class,
                    CopyProcessor.class,
                    MoveProcessor.class,
                    SelectProcessor.class,
                    ExamineProcessor.class,
                    FetchProcessor.class,
                    SearchProcessor.class,
                    GetQuotaProcessor.class,
                    GetQuotaRootProcessor.class,
                    QuotaResponseEncoder.class,
                    QuotaRootResponseEncoder.class,
                    LoginCommandParser.class,
                    GetQuotaCommandParser.class,
                    StartTLSCommandParser.class,
                    CompressCommandParser.class)
            .map(Class::getCanonicalName)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());

    @Inject
    public PosthornImapPackage() {}

    @Override
    public Collection<ClassName> processors() {
        return with(
                DEFAULT.processors(),
                ImapCapabilities.class,
                AccountsLoginProcessor.class,
                AccountsAuthenticateProcessor.class,
                ClearCreate.class,
                ClearRename.class,
                InboxKeepingDeleteProcessor.class,
                QuotaKeepingAppend.class,
                QuotaKeepingCopy.class,
                QuotaKeepingMove.class,
                VanishedSelect.class,
                VanishedExamine.class,
                VanishedFetch.class,
                PatientSearch.class,
                GetQuota.class,
                GetQuotaRoot.class);
    }

    @Override
    public Collection<ClassName> decoders() {
        return with(DEFAULT.decoders(), LoginCommandReader.class, GetQuotaReader.class);
    }

    @Override
    public Collection<ClassName> encoders() {
        return with(DEFAULT.encoders(), StorageLine.class, RootLine.class);
    }

    private static Collection<ClassName> with(Collection<ClassName> stock, Class<?>... ours) {
        return Stream.concat(
                        stock.stream().filter(name -> !NOT_OURS.contains(name.getName())),
                        Stream.of(ours).map(type -> new ClassName(type.getName())))
                .collect(ImmutableList.toImmutableList());
    }
}
