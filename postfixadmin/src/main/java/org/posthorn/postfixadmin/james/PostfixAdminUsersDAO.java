// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.user.api.InvalidUsernameException;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import org.apache.james.user.lib.UsersDAO;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.james.sql.PanelMailboxes;
import org.posthorn.postfixadmin.james.sql.RefusedException;
import org.posthorn.postfixadmin.password.Passwords;

/**
 * James's users are PostfixAdmin's mailboxes. To be wrapped by {@link org.apache.james.user.lib.UsersRepositoryImpl}.
 *
 * <p>What is made, changed and removed here looks in the panel as if the panel had done it, and is refused where the panel
 * would refuse it. A change that is refused, and a database that does not answer, throw {@link UsersRepositoryException}
 * with one line that says why.
 */
@Singleton
public final class PostfixAdminUsersDAO implements UsersDAO {

    private final PanelMailboxes mailboxes;
    private final Passwords passwords;

    @Inject
    public PostfixAdminUsersDAO(PanelMailboxes mailboxes, Passwords passwords) {
        this.mailboxes = mailboxes;
        this.passwords = passwords;
    }

    /** Users are full addresses, always. */
    @Override
    public boolean getDefaultVirtualHostingValue() {
        return true;
    }

    /** The mailbox, active or not; the password of one that is switched off is never right. */
    @Override
    public Optional<PostfixAdminUser> getUserByName(Username name) throws UsersRepositoryException {
        return ask(() -> mailboxes.find(name.asString()))
                .map(account -> new PostfixAdminUser(Username.of(account.username()), account, passwords));
    }

    /** Stores the password that was set; a user of another make has none that could be stored. */
    @Override
    public void updateUser(User user) throws UsersRepositoryException {
        String name = user.getUserName().asString();
        if (!contains(user.getUserName())) {
            throw new UsersRepositoryException("mailbox " + name + " does not exist");
        }
        if (!(user instanceof PostfixAdminUser ours)) {
            throw new UsersRepositoryException("the password of " + name + " is hashed in a way of James's own");
        }
        Optional<String> password = ours.newPassword();
        if (password.isPresent()) {
            String hash = encode(password.get());
            change(() -> mailboxes.setPassword(name, hash));
        }
    }

    @Override
    public void removeUser(Username name) throws UsersRepositoryException {
        change(() -> mailboxes.remove(name.asString()));
    }

    @Override
    public boolean contains(Username name) throws UsersRepositoryException {
        return ask(() -> mailboxes.contains(name.asString()));
    }

    @Override
    public int countUsers() throws UsersRepositoryException {
        return ask(mailboxes::count);
    }

    /** Every mailbox that James can name; a row that holds no user name is left out. */
    @Override
    public Iterator<Username> list() throws UsersRepositoryException {
        return ask(mailboxes::list).stream()
                .flatMap(name -> username(name).stream())
                .iterator();
    }

    @Override
    public void addUser(Username username, String password) throws UsersRepositoryException {
        if (!username.hasDomainPart()) {
            throw new InvalidUsernameException("a user name is a whole address, with its domain");
        }
        String hash = encode(password);
        change(() -> mailboxes.add(username.asString(), hash));
    }

    private String encode(String password) throws UsersRepositoryException {
        if (password.chars().anyMatch(Character::isISOControl)) {
            throw new UsersRepositoryException("a password holds no control characters");
        }
        try {
            return passwords.encode(password);
        } catch (IllegalArgumentException e) {
            throw new UsersRepositoryException(e.getMessage());
        }
    }

    private static Optional<Username> username(String name) {
        try {
            return Optional.of(Username.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void change(Runnable change) throws UsersRepositoryException {
        ask(() -> {
            change.run();
            return true;
        });
    }

    private static <T> T ask(Supplier<T> question) throws UsersRepositoryException {
        try {
            return question.get();
        } catch (RefusedException e) {
            throw new UsersRepositoryException(e.getMessage());
        } catch (AccountsUnavailableException e) {
            throw new UsersRepositoryException(e.getMessage(), e);
        }
    }
}
