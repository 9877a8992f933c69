// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.posthorn.mailbox.StoreFixture;
import org.posthorn.testing.MariaDbFlavour;
import org.posthorn.testing.MariaDbServer;

/**
 * A store for a class of tests and the classes within it, empty before each test. A class that is a {@link
 * org.junit.jupiter.api.ClassTemplate} runs once on every database there is, others on the first.
 */
final class FreshStore
        implements ClassTemplateInvocationContextProvider, BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private MariaDbFlavour flavour = MariaDbServer.flavour();
    private StoreFixture fixture;

    StoreFixture fixture() {
        return fixture;
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return MariaDbServer.flavours().stream().map(Invocation::new);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (fixture == null) {
            fixture = StoreFixture.on(flavour);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        fixture.empty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getEnclosingClass() == null) {
            fixture.close();
            fixture = null;
        }
    }

    private final class Invocation implements ClassTemplateInvocationContext {
        private final MariaDbFlavour chosen;

        Invocation(MariaDbFlavour chosen) {
            this.chosen = chosen;
        }

        @Override
        public String getDisplayName(int index) {
            return chosen.name();
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            flavour = chosen;
        }
    }
}
