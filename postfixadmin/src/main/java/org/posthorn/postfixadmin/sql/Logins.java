// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.Admission;
import org.posthorn.postfixadmin.Authentication;
import org.posthorn.postfixadmin.LogText;
import org.posthorn.postfixadmin.Service;
import org.posthorn.postfixadmin.password.Fingerprint;
import org.posthorn.postfixadmin.password.Passwords;
import org.posthorn.postfixadmin.password.Verification;
import org.posthorn.postfixadmin.password.VerifiedPasswords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks logins. The row is read each time; only the work of hashing is spared for a password that was right before.
 *
 * <p>The password is checked before anything else is looked at, so that the time of a refusal does not tell whether the
 * user exists or why he is refused.
 */
final class Logins {

    private static final Logger LOGGER = LoggerFactory.getLogger(Logins.class);

    private final Database database;
    private final Passwords passwords;
    private final VerifiedPasswords verified;
    private final AccountsConfig config;

    Logins(Database database, Passwords passwords, VerifiedPasswords verified, AccountsConfig config) {
        this.database = database;
        this.passwords = passwords;
        this.verified = verified;
        this.config = config;
    }

    Authentication check(String name, String password, Service service) {
        Optional<Address> address = Address.parse(name);
        if (address.isEmpty()) {
            passwords.verifyNobody(password);
            return new Authentication.Refused("no-address");
        }
        String username = address.get().text();
        Optional<Credentials> found =
                database.read(connection -> Credentials.find(connection, database.schema(connection), username));
        if (found.isEmpty()) {
            passwords.verifyNobody(password);
            return new Authentication.Refused("unknown-user");
        }
        Optional<String> hash = matching(found.get(), password);
        return hash.isEmpty()
                ? new Authentication.Refused("wrong-password")
                : permitted(found.get(), hash.get(), password, service);
    }

    private Authentication permitted(Credentials user, String hash, String password, Service service) {
        if (!user.active()) {
            return new Authentication.Refused("inactive");
        }
        if (service == Service.SMTP && !user.maySend()) {
            return new Authentication.Refused("may-not-send");
        }
        boolean own = hash.equals(user.password());
        if (own && user.expired() && config.honourPasswordExpiry()) {
            return new Authentication.Refused("password-expired");
        }
        String valid = own && passwords.needsRehash(hash) ? rehash(user, password) : hash;
        return new Authentication.Accepted(new Admission(user.username(), user.created(), Fingerprint.of(valid)));
    }

    /** The hash that the password belongs to; those that it is known to match are asked first. */
    private Optional<String> matching(Credentials user, String password) {
        List<String> hashes = new ArrayList<>();
        hashes.add(user.password());
        hashes.addAll(user.appPasswords());
        for (String hash : hashes) {
            if (verified.isRemembered(user.username(), user.active(), password, hash)) {
                return Optional.of(hash);
            }
        }
        for (String hash : hashes) {
            if (matches(user, password, hash)) {
                verified.remember(user.username(), user.active(), password, hash);
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    private boolean matches(Credentials user, String password, String hash) {
        Verification verification = passwords.verify(password, hash);
        if (verification instanceof Verification.Unusable unusable) {
            LOGGER.warn(
                    "check=login user={} result=unusable-hash reason=\"{}\" set the user's password anew",
                    LogText.of(user.username()),
                    LogText.of(unusable.reason()));
        }
        return verification instanceof Verification.Matches;
    }

    /** The hash that is stored then; the login is good whether this works or not. */
    private String rehash(Credentials user, String password) {
        try {
            String hash = passwords.encode(password);
            boolean replaced = database.read(
                    connection -> Credentials.replaceHash(connection, database.schema(connection), user, hash));
            if (replaced) {
                LOGGER.info("check=login user={} result=rehashed", LogText.of(user.username()));
                return hash;
            }
        } catch (AccountsUnavailableException e) {
            LOGGER.warn(
                    "check=login user={} result=not-rehashed reason=\"{}\" it is tried again at the next login",
                    LogText.of(user.username()),
                    LogText.of(String.valueOf(e.getMessage())));
        }
        return user.password();
    }
}
