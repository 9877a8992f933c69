// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import org.apache.james.webadmin.Routes;
import spark.Service;

/**
 * Any routes of WebAdmin, none of them public: James lets some pages pass without authentication by their type, and this
 * wrapper hides the type.
 */
public final class GuardedRoutes implements Routes {

    private final Routes routes;

    public GuardedRoutes(Routes routes) {
        this.routes = routes;
    }

    @Override
    public String getBasePath() {
        return routes.getBasePath();
    }

    @Override
    public void define(Service service) {
        routes.define(service);
    }
}
