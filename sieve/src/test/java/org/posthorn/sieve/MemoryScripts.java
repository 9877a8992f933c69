// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaSizeLimit;
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

/** Scripts in memory, which can be made to fail. */
public final class MemoryScripts implements SieveRepository {

    private final Map<Username, TreeMap<String, String>> scripts = new HashMap<>();
    private final Map<Username, String> active = new HashMap<>();
    private final Map<Username, QuotaSizeLimit> quotas = new HashMap<>();
    private Optional<QuotaSizeLimit> all = Optional.empty();
    private volatile boolean broken;

    /** From now on nothing can be read or changed. */
    public void breakDown() {
        broken = true;
    }

    /** Whether nobody has a script. */
    public synchronized boolean isEmpty() {
        return scripts.values().stream().allMatch(Map::isEmpty);
    }

    private TreeMap<String, String> of(Username user) throws StorageException {
        if (broken) {
            throw new StorageException(new IllegalStateException("broken"));
        }
        return scripts.computeIfAbsent(user, unknown -> new TreeMap<>());
    }

    private TreeMap<String, String> with(Username user, ScriptName name)
            throws StorageException, ScriptNotFoundException {
        TreeMap<String, String> found = of(user);
        if (!found.containsKey(name.getValue())) {
            throw new ScriptNotFoundException(name.getValue());
        }
        return found;
    }

    @Override
    public synchronized void haveSpace(Username user, ScriptName name, long size)
            throws QuotaExceededException, StorageException {
        long used = of(user).entrySet().stream()
                .filter(script -> !script.getKey().equals(name.getValue()))
                .mapToLong(script -> script.getValue().length())
                .sum();
        Optional<QuotaSizeLimit> quota = Optional.ofNullable(quotas.get(user)).or(() -> all);
        if (quota.isPresent() && size > quota.get().asLong() - used) {
            throw new QuotaExceededException("over quota");
        }
    }

    @Override
    public synchronized void putScript(Username user, ScriptName name, ScriptContent content)
            throws StorageException, QuotaExceededException {
        haveSpace(user, name, content.length());
        of(user).put(name.getValue(), content.getValue());
    }

    @Override
    public synchronized List<ScriptSummary> listScripts(Username user) throws StorageException {
        return of(user).keySet().stream()
                .map(name -> new ScriptSummary(new ScriptName(name), name.equals(active.get(user))))
                .toList();
    }

    @Override
    public ZonedDateTime getActivationDateForActiveScript(Username user) {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }

    @Override
    public synchronized InputStream getActive(Username user) throws ScriptNotFoundException, StorageException {
        String name = active.get(user);
        if (name == null) {
            throw new ScriptNotFoundException("none is active");
        }
        return getScript(user, new ScriptName(name));
    }

    @Override
    public synchronized void setActive(Username user, ScriptName name)
            throws ScriptNotFoundException, StorageException {
        if (name.getValue().isEmpty()) {
            active.remove(user);
        } else if (!with(user, name).isEmpty()) {
            active.put(user, name.getValue());
        }
    }

    @Override
    public synchronized InputStream getScript(Username user, ScriptName name)
            throws ScriptNotFoundException, StorageException {
        return new ByteArrayInputStream(with(user, name).get(name.getValue()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void deleteScript(Username user, ScriptName name)
            throws ScriptNotFoundException, IsActiveException, StorageException {
        TreeMap<String, String> found = with(user, name);
        if (name.getValue().equals(active.get(user))) {
            throw new IsActiveException();
        }
        found.remove(name.getValue());
    }

    @Override
    public synchronized void renameScript(Username user, ScriptName from, ScriptName to)
            throws ScriptNotFoundException, DuplicateException, StorageException {
        TreeMap<String, String> found = with(user, from);
        if (found.containsKey(to.getValue())) {
            throw new DuplicateException(to.getValue());
        }
        found.put(to.getValue(), found.remove(from.getValue()));
        active.replace(user, from.getValue(), to.getValue());
    }

    @Override
    public boolean hasDefaultQuota() {
        return all.isPresent();
    }

    @Override
    public QuotaSizeLimit getDefaultQuota() throws QuotaNotFoundException {
        return all.orElseThrow(QuotaNotFoundException::new);
    }

    @Override
    public void setDefaultQuota(QuotaSizeLimit quota) {
        all = Optional.of(quota);
    }

    @Override
    public void removeQuota() {
        all = Optional.empty();
    }

    @Override
    public boolean hasQuota(Username user) {
        return quotas.containsKey(user);
    }

    @Override
    public QuotaSizeLimit getQuota(Username user) throws QuotaNotFoundException {
        return Optional.ofNullable(quotas.get(user)).orElseThrow(QuotaNotFoundException::new);
    }

    @Override
    public void setQuota(Username user, QuotaSizeLimit quota) {
        quotas.put(user, quota);
    }

    @Override
    public void removeQuota(Username user) {
        quotas.remove(user);
    }
}
