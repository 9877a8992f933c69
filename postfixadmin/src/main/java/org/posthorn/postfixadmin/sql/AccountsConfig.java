// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.Locale;

/**
 * How addresses and accounts are read.
 *
 * @param recipientDelimiter the characters that may begin a subaddress's tag, as in {@code user+tag@domain}; empty: no
 *     subaddresses
 * @param quotaMultiplier bytes in one of the panel's megabytes ({@code quota_multiplier} in its configuration)
 * @param honourPasswordExpiry whether a password ends on the day in {@code mailbox.password_expiry}, in domains that
 *     set a number of days
 * @param vacationDomain the domain of the panel's pseudo targets ({@code vacation_domain} in its configuration); empty
 *     where it is not known, then they are recognised by their local part alone
 * @param maxTargets to how many places one address may lead
 * @param maxLevels how many aliases may follow each other
 */
public record AccountsConfig(
        String recipientDelimiter,
        long quotaMultiplier,
        boolean honourPasswordExpiry,
        String vacationDomain,
        int maxTargets,
        int maxLevels) {

    /** Subaddresses with {@code +}, the panel's own multiplier, no expiry, 1000 targets, 10 levels. */
    public static final AccountsConfig DEFAULT = new AccountsConfig("+", 1_024_000, false, "", 1000, 10);

    public AccountsConfig {
        if (recipientDelimiter.codePoints().anyMatch(AccountsConfig::isNoDelimiter)) {
            throw new IllegalArgumentException(
                    "a recipient delimiter is one of the characters + - _ . = # / and their like, not a letter, a digit,"
                            + " a blank, @ or a quote");
        }
        if (quotaMultiplier < 1 || maxTargets < 1 || maxLevels < 1) {
            throw new IllegalArgumentException("the quota multiplier and the limits of aliases must be positive");
        }
        vacationDomain = vacationDomain.toLowerCase(Locale.ROOT);
    }

    /** The same with other characters that begin a tag. */
    public AccountsConfig withRecipientDelimiter(String delimiter) {
        return new AccountsConfig(
                delimiter, quotaMultiplier, honourPasswordExpiry, vacationDomain, maxTargets, maxLevels);
    }

    /** The same, with passwords that end or do not. */
    public AccountsConfig withHonourPasswordExpiry(boolean honour) {
        return new AccountsConfig(recipientDelimiter, quotaMultiplier, honour, vacationDomain, maxTargets, maxLevels);
    }

    /** The same with a known vacation domain. */
    public AccountsConfig withVacationDomain(String domain) {
        return new AccountsConfig(
                recipientDelimiter, quotaMultiplier, honourPasswordExpiry, domain, maxTargets, maxLevels);
    }

    /** The same with other limits of aliases. */
    public AccountsConfig withLimits(int targets, int levels) {
        return new AccountsConfig(
                recipientDelimiter, quotaMultiplier, honourPasswordExpiry, vacationDomain, targets, levels);
    }

    private static boolean isNoDelimiter(int letter) {
        return letter <= ' ' || letter > '~' || Character.isLetterOrDigit(letter) || letter == '@' || letter == '"';
    }
}
