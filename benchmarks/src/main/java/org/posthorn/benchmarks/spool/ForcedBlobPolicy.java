// SPDX-License-Identifier: Apache-2.0
package org.posthorn.benchmarks.spool;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.jms.JMSException;
import org.apache.activemq.blob.BlobTransferPolicy;
import org.apache.activemq.blob.BlobUploadStrategy;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.queue.activemq.FileSystemBlobStrategy;
import org.apache.james.queue.activemq.FileSystemBlobTransferPolicy;

/** James's files for bodies, with one difference: a body and its directory are forced to disk before the message is sent. */
final class ForcedBlobPolicy extends FileSystemBlobTransferPolicy {
    private static final int DIRECTORIES = 10;

    private final FileSystem files;

    ForcedBlobPolicy(FileSystem files) {
        this.files = files;
        setFileSystem(files);
    }

    @Override
    public BlobTransferPolicy copy() {
        ForcedBlobPolicy copy = new ForcedBlobPolicy(files);
        copy.setDefaultUploadUrl(getDefaultUploadUrl());
        copy.setBrokerUploadUrl(getBrokerUploadUrl());
        copy.setUploadUrl(getUploadUrl());
        return copy;
    }

    @Override
    protected BlobUploadStrategy createUploadStrategy() {
        return new Forced(this, files);
    }

    private static final class Forced extends FileSystemBlobStrategy {
        Forced(BlobTransferPolicy policy, FileSystem files) {
            super(policy, files, DIRECTORIES);
        }

        @Override
        public URL uploadStream(ActiveMQBlobMessage message, InputStream in) throws JMSException, IOException {
            URL url = super.uploadStream(message, in);
            Path file = Path.of(url.getPath());
            force(file, StandardOpenOption.WRITE);
            force(file.resolveSibling("."), StandardOpenOption.READ);
            return url;
        }

        private static void force(Path path, StandardOpenOption access) throws IOException {
            try (FileChannel channel = FileChannel.open(path, access)) {
                channel.force(true);
            }
        }
    }
}
