// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.user.api.model.User;
import org.jspecify.annotations.Nullable;
import org.posthorn.postfixadmin.james.sql.PanelMailboxes;
import org.posthorn.postfixadmin.password.Passwords;
import org.posthorn.postfixadmin.password.Verification;

/** A mailbox as James's user. For one thread; a new password is only stored by {@link PostfixAdminUsersDAO#updateUser}. */
public final class PostfixAdminUser implements User {

    private final Username name;
    private final PanelMailboxes.Account account;
    private final Passwords passwords;
    private @Nullable String newPassword;

    PostfixAdminUser(Username name, PanelMailboxes.Account account, Passwords passwords) {
        this.name = name;
        this.account = account;
        this.passwords = passwords;
    }

    @Override
    public Username getUserName() {
        return name;
    }

    @Override
    public boolean verifyPassword(String password) {
        if (newPassword != null) {
            return account.active() && newPassword.equals(password);
        }
        return passwords.verify(password, account.password()) instanceof Verification.Matches && account.active();
    }

    /**
     * Takes a password note of.
     *
     * @return true: whether the password may be stored is told, with the reason, when it is
     */
    @Override
    public boolean setPassword(String password) {
        newPassword = password;
        return true;
    }

    Optional<String> newPassword() {
        return Optional.ofNullable(newPassword);
    }

    /** The user's name and nothing else. */
    @Override
    public String toString() {
        return "PostfixAdminUser[" + name.asString() + "]";
    }
}
