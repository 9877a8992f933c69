// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.DuplicateException;
import org.apache.james.sieverepository.api.exception.IsActiveException;
import org.apache.james.sieverepository.api.exception.QuotaExceededException;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.SieveRepositoryException;

/**
 * Users' scripts in a {@link SieveRepository}, with the limits that a repository does not keep by itself: which names there
 * may be, and how many scripts. The repository is one whose changes take place as a whole or not at all.
 *
 * <p>The caller checks names with {@link #validName} and scripts with {@link ScriptCheck} first. How many scripts a user has
 * is decided one after the other within this object; two servers at once may let him have one more. A repository that fails ends in {@link StoreUnavailableException}.
 */
public final class ScriptStore {

    /** How a change ended; everything but {@code DONE} left the scripts as they were. */
    public enum Outcome {
        DONE,
        NONEXISTENT,
        ACTIVE,
        ALREADY_EXISTS,
        TOO_MANY,
        OVER_QUOTA
    }

    /**
     * A script in the list.
     *
     * @param name as the user gave it
     * @param active whether it filters the user's mail
     */
    public record Entry(String name, boolean active) {}

    /** The repository did not do its work. Temporary: nothing is known about the script. */
    public static final class StoreUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoreUnavailableException(Throwable cause) {
            super("the script repository failed", cause);
        }
    }

    private static final int LOCKS = 64;

    private final SieveRepository repository;
    private final int mostScripts;
    private final List<Object> locks;

    public ScriptStore(SieveRepository repository, int mostScripts) {
        this.repository = repository;
        this.mostScripts = mostScripts;
        this.locks = Stream.generate(Object::new).limit(LOCKS).toList();
    }

    /** Whether a script may have this name. */
    public static boolean validName(String name) {
        return ScriptNames.valid(name);
    }

    /** The user's scripts, in the order of their names, but for those that cannot be named in the protocol. */
    public List<Entry> list(Username user) {
        try {
            return repository.listScripts(user).stream()
                    .map(script -> new Entry(script.getName().getValue(), script.isActive()))
                    .filter(entry -> ScriptNames.valid(entry.name()))
                    .sorted(Comparator.comparing(Entry::name))
                    .toList();
        } catch (SieveRepositoryException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** A script's text. */
    public Optional<String> get(Username user, String name) {
        try (InputStream in = repository.getScript(user, new ScriptName(name))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (ScriptNotFoundException e) {
            return Optional.empty();
        } catch (SieveRepositoryException | IOException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** Whether a script of this many bytes would be taken now. */
    public Outcome haveSpace(Username user, String name, long size) {
        if (isTooMany(user, name)) {
            return Outcome.TOO_MANY;
        }
        try {
            repository.haveSpace(user, new ScriptName(name), size);
            return Outcome.DONE;
        } catch (QuotaExceededException e) {
            return Outcome.OVER_QUOTA;
        } catch (SieveRepositoryException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** Stores a script, in place of one with the same name; an active script stays active. */
    public Outcome put(Username user, String name, String content) {
        synchronized (lock(user)) {
            if (isTooMany(user, name)) {
                return Outcome.TOO_MANY;
            }
            try {
                repository.putScript(user, new ScriptName(name), new ScriptContent(content));
                return Outcome.DONE;
            } catch (QuotaExceededException e) {
                return Outcome.OVER_QUOTA;
            } catch (SieveRepositoryException e) {
                throw new StoreUnavailableException(e);
            }
        }
    }

    /** Makes a script the active one. */
    public Outcome activate(Username user, String name) {
        try {
            repository.setActive(user, new ScriptName(name));
            return Outcome.DONE;
        } catch (ScriptNotFoundException e) {
            return Outcome.NONEXISTENT;
        } catch (SieveRepositoryException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** Leaves the user without an active script. */
    public void deactivate(Username user) {
        try {
            repository.setActive(user, SieveRepository.NO_SCRIPT_NAME);
        } catch (SieveRepositoryException e) {
            throw new StoreUnavailableException(e);
        }
    }

    public Outcome delete(Username user, String name) {
        try {
            repository.deleteScript(user, new ScriptName(name));
            return Outcome.DONE;
        } catch (ScriptNotFoundException e) {
            return Outcome.NONEXISTENT;
        } catch (IsActiveException e) {
            return Outcome.ACTIVE;
        } catch (SieveRepositoryException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** Renames a script; an active one stays active. */
    public Outcome rename(Username user, String from, String to) {
        try {
            repository.renameScript(user, new ScriptName(from), new ScriptName(to));
            return Outcome.DONE;
        } catch (ScriptNotFoundException e) {
            return Outcome.NONEXISTENT;
        } catch (DuplicateException e) {
            return Outcome.ALREADY_EXISTS;
        } catch (SieveRepositoryException e) {
            throw new StoreUnavailableException(e);
        }
    }

    private boolean isTooMany(Username user, String name) {
        List<Entry> all = list(user);
        return all.size() >= mostScripts
                && all.stream().noneMatch(entry -> entry.name().equals(name));
    }

    private Object lock(Username user) {
        return locks.get(Math.floorMod(user.hashCode(), LOCKS));
    }
}
