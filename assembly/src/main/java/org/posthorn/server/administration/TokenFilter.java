// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Spark;

/**
 * Lets a request to WebAdmin pass only with the token, as {@code Authorization: Bearer <token>} (RFC 6750, section 2.1);
 * any other is answered 401. The comparison takes the same time wherever the difference lies.
 */
public final class TokenFilter implements AuthenticationFilter {

    private static final Logger LOGGER = LoggerFactory.getLogger(TokenFilter.class);
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    public TokenFilter(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(Request request, Response response) {
        if (!accepts(request.headers("Authorization"))) {
            LOGGER.warn("check=webadmin-token result=reject client={}", request.ip());
            response.header("WWW-Authenticate", "Bearer realm=\"posthorn\"");
            Spark.halt(HttpStatus.UNAUTHORIZED_401, "{\"statusCode\":401,\"message\":\"a valid token is required\"}");
        }
    }

    boolean accepts(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8), token);
    }
}
