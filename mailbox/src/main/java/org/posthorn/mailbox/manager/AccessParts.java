// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import javax.inject.Inject;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.quota.QuotaComponents;

/** James's parts that say who may do what. */
public record AccessParts(
        SessionProvider sessions,
        StoreRightManager rights,
        StoreMailboxAnnotationManager annotations,
        QuotaComponents quota) {

    @Inject
    public AccessParts {}
}
