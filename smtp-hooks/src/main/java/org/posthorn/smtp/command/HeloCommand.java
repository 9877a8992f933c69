// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.command;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.reply.Replies;

/**
 * HELO and EHLO (RFC 5321 section 4.1.1.1). EHLO announces what works on this port at this moment, and nothing else.
 */
public final class HeloCommand extends AbstractHookableCmdHandler<HeloHook> {

    private static final String EHLO = "EHLO";

    private List<EhloExtension> extensions = List.of();

    @Inject
    public HeloCommand(MetricFactory metricFactory) {
        super(metricFactory);
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("HELO", EHLO);
    }

    @Override
    protected @Nullable Response doFilterChecks(SMTPSession session, String command, String name) {
        if (name.isEmpty()) {
            return Replies.reply("501", "5.5.4 Syntax: " + command + " hostname");
        }
        return null;
    }

    @Override
    protected HookResult callHook(HeloHook hook, SMTPSession session, String name) {
        return hook.doHelo(session, name);
    }

    @Override
    protected Response doCoreCmd(SMTPSession session, String command, String name) {
        session.resetState();
        session.setAttachment(SMTPSession.CURRENT_HELO_MODE, command, State.Connection);
        session.setAttachment(SMTPSession.CURRENT_HELO_NAME, Replies.echo(name), State.Connection);
        SMTPResponse reply = new SMTPResponse("250", session.getConfiguration().getHelloName());
        if (command.equals(EHLO)) {
            features(session).forEach(reply::appendLine);
        }
        return reply;
    }

    private List<String> features(SMTPSession session) {
        ImmutableList.Builder<String> features = ImmutableList.builder();
        features.add("PIPELINING");
        long limit = session.getConfiguration().getMaxMessageSize();
        features.add(limit > 0 ? "SIZE " + limit : "SIZE");
        extensions.forEach(extension -> features.addAll(extension.getImplementedEsmtpFeatures(session)));
        hooks().forEach(hook -> features.addAll(hook.implementedEsmtpFeatures(session)));
        return features.add("ENHANCEDSTATUSCODES", "8BITMIME").build();
    }

    private List<HeloHook> hooks() {
        List<HeloHook> hooks = getHooks();
        return hooks == null ? List.of() : hooks;
    }

    @Override
    protected Class<HeloHook> getHookInterface() {
        return HeloHook.class;
    }

    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return ImmutableList.<Class<?>>builder()
                .addAll(super.getMarkerInterfaces())
                .add(EhloExtension.class)
                .build();
    }

    @Override
    @SuppressWarnings("unchecked") // the marker interface says what the list holds
    public void wireExtensions(Class<?> interfaceName, List<?> found) {
        super.wireExtensions(interfaceName, found);
        if (EhloExtension.class.equals(interfaceName)) {
            extensions = List.copyOf((List<EhloExtension>) found);
        }
    }
}
