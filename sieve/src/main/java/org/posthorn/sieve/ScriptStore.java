// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.sieverepository.api.ScriptContent;
import org.apache.james.sieverepository.api.ScriptName;
import org.apache.james.sieverepository.api.ScriptSummary;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.DuplicateException;
import org.apache.james.sieverepository.api.exception.IsActiveException;
import org.apache.james.sieverepository.api.exception.QuotaExceededException;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;
import org.apache.james.sieverepository.api.exception.SieveRepositoryException;

/**
 * Users' scripts in James's {@link SieveRepository}, with the rules of RFC 5804 that a repository does not keep by itself:
 * names that are safe as file names, one script per name, an active script that stays when another is not found.
 *
 * <p>The caller checks names with {@link #validName} and scripts with {@link ScriptCheck} first. Changes of one user are
 * done one after the other within this object. A repository that fails ends in {@link StoreUnavailableException}.
 */
public final class ScriptStore {

    /** James's file repository cannot write an empty file. */
    private static final String EMPTY_SCRIPT = "\r\n";

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

    /** The user's scripts, in the order of their names. */
    public List<Entry> list(Username user) {
        return stored(user).entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue().isActive()))
                .sorted(Comparator.comparing(Entry::name))
                .toList();
    }

    /** A script's text. */
    public Optional<String> get(Username user, String name) {
        Optional<ScriptName> stored = find(user, name);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = repository.getScript(user, stored.get())) {
            String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(content.equals(EMPTY_SCRIPT) ? "" : content);
        } catch (ScriptNotFoundException e) {
            return Optional.empty();
        } catch (SieveRepositoryException | IOException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /** Whether a script of this many bytes would be taken now. */
    public Outcome haveSpace(Username user, String name, long size) {
        Map<String, ScriptSummary> all = stored(user);
        if (!all.containsKey(name) && all.size() >= mostScripts) {
            return Outcome.TOO_MANY;
        }
        try {
            repository.haveSpace(user, nameFor(all, name), size);
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
            Map<String, ScriptSummary> all = stored(user);
            if (!all.containsKey(name) && all.size() >= mostScripts) {
                return Outcome.TOO_MANY;
            }
            try {
                repository.putScript(
                        user, nameFor(all, name), new ScriptContent(content.isEmpty() ? EMPTY_SCRIPT : content));
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
        synchronized (lock(user)) {
            Optional<ScriptName> stored = find(user, name);
            if (stored.isEmpty()) {
                return Outcome.NONEXISTENT;
            }
            try {
                repository.setActive(user, stored.get());
                return Outcome.DONE;
            } catch (ScriptNotFoundException e) {
                return Outcome.NONEXISTENT;
            } catch (SieveRepositoryException e) {
                throw new StoreUnavailableException(e);
            }
        }
    }

    /** Leaves the user without an active script. */
    public void deactivate(Username user) {
        synchronized (lock(user)) {
            try {
                repository.setActive(user, SieveRepository.NO_SCRIPT_NAME);
            } catch (SieveRepositoryException e) {
                throw new StoreUnavailableException(e);
            }
        }
    }

    public Outcome delete(Username user, String name) {
        synchronized (lock(user)) {
            Map<String, ScriptSummary> all = stored(user);
            ScriptSummary script = all.get(name);
            if (script == null) {
                return Outcome.NONEXISTENT;
            }
            if (script.isActive()) {
                return Outcome.ACTIVE;
            }
            try {
                repository.deleteScript(user, script.getName());
                return Outcome.DONE;
            } catch (ScriptNotFoundException e) {
                return Outcome.NONEXISTENT;
            } catch (IsActiveException e) {
                return Outcome.ACTIVE;
            } catch (SieveRepositoryException e) {
                throw new StoreUnavailableException(e);
            }
        }
    }

    /** Renames a script; an active one stays active. */
    public Outcome rename(Username user, String from, String to) {
        synchronized (lock(user)) {
            Map<String, ScriptSummary> all = stored(user);
            ScriptSummary script = all.get(from);
            if (script == null) {
                return Outcome.NONEXISTENT;
            }
            if (all.containsKey(to)) {
                return Outcome.ALREADY_EXISTS;
            }
            try {
                repository.renameScript(user, script.getName(), new ScriptName(ScriptNames.encode(to)));
                return Outcome.DONE;
            } catch (ScriptNotFoundException e) {
                return Outcome.NONEXISTENT;
            } catch (DuplicateException e) {
                return Outcome.ALREADY_EXISTS;
            } catch (SieveRepositoryException e) {
                throw new StoreUnavailableException(e);
            }
        }
    }

    private Optional<ScriptName> find(Username user, String name) {
        return Optional.ofNullable(stored(user).get(name)).map(ScriptSummary::getName);
    }

    private static ScriptName nameFor(Map<String, ScriptSummary> all, String name) {
        ScriptSummary existing = all.get(name);
        return existing == null ? new ScriptName(ScriptNames.encode(name)) : existing.getName();
    }

    /** By the user's name for it; a script that was put here by other means than ours is found as well. */
    private Map<String, ScriptSummary> stored(Username user) {
        Map<String, ScriptSummary> all = new LinkedHashMap<>();
        try {
            for (ScriptSummary script : repository.listScripts(user)) {
                String stored = script.getName().getValue();
                String name = ScriptNames.decode(stored);
                if (ScriptNames.temporary(stored) || !ScriptNames.valid(name)) {
                    continue;
                }
                if (!all.containsKey(name) || ScriptNames.encode(name).equals(stored)) {
                    all.put(name, script);
                }
            }
        } catch (SieveRepositoryException e) {
            throw new StoreUnavailableException(e);
        }
        return all;
    }

    private Object lock(Username user) {
        return locks.get(Math.floorMod(user.hashCode(), LOCKS));
    }
}
