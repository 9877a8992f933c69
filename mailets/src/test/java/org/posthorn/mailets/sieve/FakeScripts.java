// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.sieve;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.james.core.Username;
import org.apache.james.sieverepository.api.SieveRepository;
import org.apache.james.sieverepository.api.exception.ScriptNotFoundException;

/** Active scripts in memory, which can be made to fail. */
final class FakeScripts {

    /** What is opened for a user: a stream, or the failure to open it. */
    interface Opening {
        InputStream open() throws Exception;
    }

    private final Map<String, Opening> scripts = new HashMap<>();

    FakeScripts put(String user, String script) {
        return open(user, () -> new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)));
    }

    FakeScripts open(String user, Opening opening) {
        scripts.put(user, opening);
        return this;
    }

    SieveRepository repository() {
        return (SieveRepository) Proxy.newProxyInstance(
                SieveRepository.class.getClassLoader(),
                new Class<?>[] {SieveRepository.class},
                (proxy, method, arguments) -> answer(method.getName(), ((Username) arguments[0]).asString()));
    }

    private Object answer(String method, String user) throws Exception {
        Opening script = scripts.get(user);
        if (script == null) {
            throw new ScriptNotFoundException("no script of " + user);
        }
        return switch (method) {
            case "getActive" -> script.open();
            case "getActivationDateForActiveScript" -> ZonedDateTime.now();
            default -> throw new UnsupportedOperationException(method);
        };
    }
}
