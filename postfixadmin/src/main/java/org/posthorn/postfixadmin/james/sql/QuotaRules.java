// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

/**
 * The panel's rules for the quota of a mailbox.
 *
 * @param domain the limits
 * @param others the sum of the other mailboxes' quotas in the domain, in bytes
 * @param multiplier bytes in the panel's MB
 */
record QuotaRules(DomainRow domain, long others, long multiplier) {

    private static final long NOTHING = -1;

    /** What a new mailbox gets, in bytes: the largest that the domain allows, or 0 where it has no limit. */
    long forNewMailbox() {
        if (domain.maxQuota() < 0 || domain.quota() < 0) {
            return NOTHING;
        }
        if (domain.maxQuota() == 0 && domain.quota() > 0) {
            throw new RefusedException("domain " + domain.name() + " has a total quota of " + domain.quota()
                    + " MB but no quota per mailbox: set that in PostfixAdmin, or make the mailbox there");
        }
        long bytes = bytes(domain.maxQuota());
        check(bytes);
        return bytes;
    }

    /** Refuses a quota, in bytes (0: unlimited, negative: nothing may be stored), that the panel would refuse. */
    void check(long bytes) {
        if (bytes < 0) {
            return;
        }
        checkMailbox(bytes);
        checkTotal(bytes);
    }

    private void checkMailbox(long bytes) {
        if (domain.maxQuota() < 0) {
            throw new RefusedException("domain " + domain.name() + " allows its mailboxes no storage");
        }
        if (domain.maxQuota() > 0 && (bytes == 0 || bytes > bytes(domain.maxQuota()))) {
            throw new RefusedException("domain " + domain.name() + " allows " + domain.maxQuota() + " MB ("
                    + bytes(domain.maxQuota()) + " bytes) per mailbox");
        }
    }

    private void checkTotal(long bytes) {
        if (domain.quota() == 0) {
            return;
        }
        long free = Math.max(0, bytes(domain.quota()) - others);
        if (bytes == 0 || bytes > free) {
            throw new RefusedException("domain " + domain.name() + " has a total quota of " + domain.quota()
                    + " MB, of which " + free + " bytes are free");
        }
    }

    private long bytes(long megabytes) {
        return megabytes > Long.MAX_VALUE / multiplier ? Long.MAX_VALUE : megabytes * multiplier;
    }
}
