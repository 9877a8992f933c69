// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script.sql;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.ScriptSummary;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.DuplicateException;
import org.apache.james.sieverepository.api.exception.IsActiveException;
import org.apache.james.sieverepository.api.exception.QuotaExceededException;
import org.apache.james.sieverepository.api.exception.QuotaNotFoundException;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.StorageException;
import org.posthorn.mailbox.orphan.sql.AccountIdentity;
import org.posthorn.mailbox.sql.StoreDatabase;

/**
 * Users' Sieve scripts in the database: all servers see the same, and every change is one transaction. A script belongs to
 * an account and not to its name; that is made sure of before anything is read or changed.
 *
 * <p>Names may hold anything but nothing, and up to 2048 bytes; a text up to 16 MB. A {@link StorageException} is temporary
 * where its cause is a {@link org.posthorn.mailbox.StoreUnavailableException}; it never means that there is no script.
 * Quotas are bytes of all scripts of a user together.
 */
@Singleton
public final class SqlScripts implements SieveRepository {

    private static final long UNLIMITED = -1;

    private final StoreDatabase store;
    private final AccountIdentity identity;
    private final SqlActiveScripts active;
    private final ScriptRows rows;
    private final ScriptOwners owners;

    @Inject
    public SqlScripts(StoreDatabase store, AccountIdentity identity, SqlActiveScripts active) {
        this.store = store;
        this.identity = identity;
        this.active = active;
        this.rows = new ScriptRows(store.tables());
        this.owners = new ScriptOwners(store.tables());
    }

    @Override
    public void haveSpace(Username user, ScriptName name, long size) throws QuotaExceededException, StorageException {
        require(read(user, (connection, owner) -> room(connection, owner, name.getValue(), size)));
    }

    @Override
    public void putScript(Username user, ScriptName name, ScriptContent content)
            throws StorageException, QuotaExceededException {
        if (name.getValue().isEmpty()) {
            throw new StorageException(new IllegalArgumentException("a script has a name"));
        }
        byte[] text = content.getValue().getBytes(StandardCharsets.UTF_8);
        require(change(user, (connection, owner) -> {
            Room room = room(connection, owner, name.getValue(), text.length);
            if (room.isEnough()) {
                rows.put(connection, owner, name.getValue(), text);
            }
            return room;
        }));
    }

    @Override
    public List<ScriptSummary> listScripts(Username user) throws StorageException {
        return read(user, rows::list);
    }

    @Override
    public ZonedDateTime getActivationDateForActiveScript(Username user)
            throws StorageException, ScriptNotFoundException {
        return read(user, rows::activeSince)
                .map(since -> Instant.ofEpochMilli(since).atZone(ZoneOffset.UTC))
                .orElseThrow(() -> noneActive(user));
    }

    @Override
    public InputStream getActive(Username user) throws ScriptNotFoundException, StorageException {
        return new ByteArrayInputStream(read(user, rows::activeContent).orElseThrow(() -> noneActive(user)));
    }

    @Override
    public void setActive(Username user, ScriptName name) throws ScriptNotFoundException, StorageException {
        boolean found = change(user, (connection, owner) -> activate(connection, owner, name.getValue()));
        if (!found) {
            throw missing(user, name);
        }
    }

    /** One that is active already stays so since then. */
    private boolean activate(Connection connection, String owner, String name) throws SQLException {
        if (name.isEmpty()) {
            rows.switchOff(connection, owner);
            return true;
        }
        Optional<Boolean> isActive = rows.find(connection, owner, name);
        if (isActive.isPresent() && !isActive.get()) {
            rows.switchOff(connection, owner);
            rows.switchOn(connection, owner, name);
        }
        return isActive.isPresent();
    }

    @Override
    public InputStream getScript(Username user, ScriptName name) throws ScriptNotFoundException, StorageException {
        Optional<byte[]> content = read(user, (connection, owner) -> rows.content(connection, owner, name.getValue()));
        return new ByteArrayInputStream(content.orElseThrow(() -> missing(user, name)));
    }

    @Override
    public void deleteScript(Username user, ScriptName name)
            throws ScriptNotFoundException, IsActiveException, StorageException {
        boolean wasActive = change(user, (connection, owner) -> {
                    Optional<Boolean> isActive = rows.find(connection, owner, name.getValue());
                    if (isActive.isPresent() && !isActive.get()) {
                        rows.delete(connection, owner, name.getValue());
                    }
                    return isActive;
                })
                .orElseThrow(() -> missing(user, name));
        if (wasActive) {
            throw new IsActiveException();
        }
    }

    @Override
    public void renameScript(Username user, ScriptName from, ScriptName to)
            throws ScriptNotFoundException, DuplicateException, StorageException {
        if (to.getValue().isEmpty()) {
            throw new StorageException(new IllegalArgumentException("a script has a name"));
        }
        boolean isFree = change(user, (connection, owner) -> {
                    if (rows.find(connection, owner, from.getValue()).isEmpty()) {
                        return Optional.<Boolean>empty();
                    }
                    boolean free = rows.find(connection, owner, to.getValue()).isEmpty();
                    if (free) {
                        rows.rename(connection, owner, from.getValue(), to.getValue());
                    }
                    return Optional.of(free);
                })
                .orElseThrow(() -> missing(user, from));
        if (!isFree) {
            throw new DuplicateException("there is a script of that name: " + to.getValue());
        }
    }

    @Override
    public boolean hasDefaultQuota() throws StorageException {
        return quota(ScriptOwners.ALL).isPresent();
    }

    @Override
    public QuotaSizeLimit getDefaultQuota() throws QuotaNotFoundException, StorageException {
        return found(quota(ScriptOwners.ALL));
    }

    @Override
    public void setDefaultQuota(QuotaSizeLimit quota) throws StorageException {
        setQuota(ScriptOwners.ALL, quota);
    }

    @Override
    public void removeQuota() throws StorageException {
        removeQuota(ScriptOwners.ALL);
    }

    @Override
    public boolean hasQuota(Username user) throws StorageException {
        return quota(checked(user)).isPresent();
    }

    @Override
    public QuotaSizeLimit getQuota(Username user) throws QuotaNotFoundException, StorageException {
        return found(quota(checked(user)));
    }

    @Override
    public void setQuota(Username user, QuotaSizeLimit quota) throws StorageException {
        setQuota(checked(user), quota);
    }

    @Override
    public void removeQuota(Username user) throws StorageException {
        removeQuota(checked(user));
    }

    private OptionalLong quota(String owner) throws StorageException {
        return done(() -> store.read(connection -> owners.quota(connection, owner)));
    }

    private void setQuota(String owner, QuotaSizeLimit quota) throws StorageException {
        var unused = done(() -> store.write(connection -> {
            owners.setQuota(connection, owner, quota.isUnlimited() ? UNLIMITED : quota.asLong());
            return true;
        }));
    }

    private void removeQuota(String owner) throws StorageException {
        var unused = done(() -> store.write(connection -> {
            owners.removeQuota(connection, owner);
            return true;
        }));
    }

    private static QuotaSizeLimit found(OptionalLong quota) throws QuotaNotFoundException {
        long bytes = quota.orElseThrow(() -> new QuotaNotFoundException("no quota was set"));
        return bytes < 0 ? QuotaSizeLimit.unlimited() : QuotaSizeLimit.size(bytes);
    }

    private Room room(Connection connection, String owner, String name, long size) throws SQLException {
        return new Room(owners.limit(connection, owner), rows.used(connection, owner, name), size);
    }

    private static void require(Room room) throws QuotaExceededException {
        if (!room.isEnough()) {
            throw new QuotaExceededException(
                    "of " + room.limit() + " bytes " + room.used() + " are used, asked for: " + room.asked());
        }
    }

    private <T> T read(Username user, OwnersWork<T> work) throws StorageException {
        String owner = checked(user);
        return done(() -> store.read(connection -> work.run(connection, owner)));
    }

    private <T> T change(Username user, OwnersWork<T> work) throws StorageException {
        String owner = checked(user);
        T result = done(() -> store.write(connection -> {
            owners.lock(connection, owner);
            return work.run(connection, owner);
        }));
        active.forget(owner);
        return result;
    }

    private String checked(Username user) throws StorageException {
        String owner = user.asString();
        return done(() -> {
            identity.check(owner);
            return owner;
        });
    }

    private static <T> T done(Question<T> question) throws StorageException {
        try {
            return question.answer();
        } catch (MailboxException e) {
            throw new StorageException("the scripts cannot be reached: " + e.getMessage(), e);
        }
    }

    private static ScriptNotFoundException noneActive(Username user) {
        return new ScriptNotFoundException("no script of " + user.asString() + " is active");
    }

    private static ScriptNotFoundException missing(Username user, ScriptName name) {
        return new ScriptNotFoundException(user.asString() + " has no script " + name.getValue());
    }

    /** Work on one owner's scripts. */
    @FunctionalInterface
    private interface OwnersWork<T> {
        T run(Connection connection, String owner) throws SQLException;
    }

    /** What may fail as the store does. */
    @FunctionalInterface
    private interface Question<T> {
        T answer() throws MailboxException;
    }

    /**
     * Whether a script fits, in bytes.
     *
     * @param used by the others
     */
    private record Room(long limit, long used, long asked) {
        boolean isEnough() {
            return asked <= limit - used;
        }
    }
}
