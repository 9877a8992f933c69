// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.posthorn.mailbox.StoreFixture;

/** A store for a class of tests and the classes within it, empty before each test. */
final class FreshStore implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private StoreFixture fixture;

    StoreFixture fixture() {
        return fixture;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (fixture == null) {
            fixture = StoreFixture.create();
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
}
