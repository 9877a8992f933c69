// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The tests of a contract that the store does not keep on purpose, each with its reason. They are run all the same and must
 * fail, so that a refusal that is not true any more is noticed. (Most of them cannot be overridden, not being visible.)
 */
final class RefusedContracts implements InvocationInterceptor {

    private final Map<String, String> reasons;

    private RefusedContracts(Map<String, String> reasons) {
        this.reasons = reasons;
    }

    static RefusedContracts of(Map<String, String> reasons) {
        return new RefusedContracts(reasons);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        String reason = reasons.get(method.getExecutable().getName());
        if (reason == null) {
            test.proceed();
            return;
        }
        boolean isKept = true;
        try {
            test.proceed();
        } catch (AssertionError e) {
            isKept = false;
        }
        if (isKept) {
            throw new AssertionError("this is kept now, though it is said to be refused because " + reason);
        }
    }
}
