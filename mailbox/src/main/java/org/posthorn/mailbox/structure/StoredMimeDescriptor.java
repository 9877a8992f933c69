// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Header;
import org.apache.james.mailbox.model.MimeDescriptor;
import org.jspecify.annotations.Nullable;

/** A part of a stored message as James describes it for BODY and BODYSTRUCTURE; nothing of the message is read for that. */
public final class StoredMimeDescriptor implements MimeDescriptor {

    private final StoredContent content;
    private final Part part;

    /** The descriptor of a part of that message. */
    public StoredMimeDescriptor(StoredContent content, Part part) {
        this.content = content;
        this.part = part;
    }

    /** The part as it is stored. */
    public Part part() {
        return part;
    }

    /** The fields; of an embedded message those of its envelope, of every other part all, read from the store. */
    @Override
    public Iterator<Header> headers() throws MailboxException {
        if (part.envelope().isPresent() && part.headerStart() > 0) {
            return EnvelopeHeaders.of(part.envelope().get()).iterator();
        }
        return header().fields().iterator();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return header().getInputStream();
    }

    @Override
    public long size() {
        return header().size();
    }

    @Override
    public String getMimeType() {
        return part.content().type();
    }

    @Override
    public String getMimeSubType() {
        return part.content().subtype();
    }

    @Override
    public @Nullable String getContentID() {
        return part.content().id().orElse(null);
    }

    @Override
    public @Nullable String getContentDescription() {
        return part.content().description().orElse(null);
    }

    @Override
    public @Nullable String getContentLocation() {
        return part.content().location().orElse(null);
    }

    @Override
    public @Nullable String getContentMD5() {
        return part.content().md5().orElse(null);
    }

    @Override
    public String getTransferContentEncoding() {
        return part.content().encoding();
    }

    @Override
    public List<String> getLanguages() {
        return part.content().languages();
    }

    @Override
    public @Nullable String getDisposition() {
        return part.content().disposition().map(Disposition::type).orElse(null);
    }

    @Override
    public Map<String, String> getDispositionParams() {
        return part.content().disposition().map(Disposition::parameters).orElse(Map.of());
    }

    /** The lines of a text or a message, otherwise -1. */
    @Override
    public long getLines() {
        return part.isMessage() || part.content().type().equals("text") ? part.lines() : -1;
    }

    @Override
    public long getBodyOctets() {
        return part.bodySize();
    }

    @Override
    public Iterator<MimeDescriptor> parts() {
        if (!part.isMultipart()) {
            return Collections.emptyIterator();
        }
        return part.children().stream()
                .<MimeDescriptor>map(child -> new StoredMimeDescriptor(content, child))
                .iterator();
    }

    @Override
    public @Nullable MimeDescriptor embeddedMessage() {
        return part.isMessage()
                ? new StoredMimeDescriptor(content, part.children().get(0))
                : null;
    }

    /** The parameters; a text without a charset has the default of RFC 2045. */
    @Override
    public Map<String, String> contentTypeParameters() {
        Map<String, String> parameters = part.content().parameters();
        if (!part.content().type().equals("text") || parameters.containsKey("charset")) {
            return parameters;
        }
        Map<String, String> withCharset = new LinkedHashMap<>(parameters);
        withCharset.put("charset", "us-ascii");
        return withCharset;
    }

    private StoredRange header() {
        return new StoredRange(content, part.headerStart(), part.bodyStart());
    }
}
