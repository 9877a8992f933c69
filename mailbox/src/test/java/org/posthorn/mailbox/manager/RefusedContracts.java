// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.function.Executable;

/**
 * The tests of a contract that the store does not keep on purpose, each with its reason and with what the test says then.
 * They are run all the same and must fail, and in that way, so that neither a refusal that is not true any more nor
 * another fault goes unnoticed. (Most of them cannot be overridden, not being visible.)
 */
final class RefusedContracts implements InvocationInterceptor {

    private final Map<String, Refusal> refusals = new HashMap<>();

    /**
     * Adds a test.
     *
     * @param failure what the failed assertion says, or a part of it; white space is as one space, and a
     *     {@code MessageUid} as its number
     */
    RefusedContracts refuse(String test, String reason, String failure) {
        refusals.put(test, new Refusal(reason, failure));
        return this;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        Refusal refusal = refusals.get(method.getExecutable().getName());
        if (refusal == null) {
            test.proceed();
            return;
        }
        run(refusal, test::proceed);
    }

    static void run(Refusal refusal, Executable test) throws Throwable {
        check(refusal, outcome(test));
    }

    /** What the failed assertion says, or nothing. Any other failure is one of the test. */
    private static String outcome(Executable test) throws Throwable {
        try {
            test.execute();
            return "";
        } catch (AssertionError e) {
            return Objects.toString(e.getMessage(), "without a word")
                    .strip()
                    .replaceAll("\\s+", " ")
                    .replaceAll("MessageUid\\{uid=(\\d+)}", "$1");
        }
    }

    private static void check(Refusal refusal, String said) {
        if (said.isEmpty()) {
            throw new AssertionError("this is kept now, though it is said to be refused because " + refusal.reason());
        }
        if (!said.contains(refusal.failure())) {
            throw new AssertionError("this fails otherwise than expected, where it is refused because "
                    + refusal.reason() + "; expected: " + refusal.failure() + "; it says: " + said);
        }
    }

    record Refusal(String reason, String failure) {}
}
