// SPDX-License-Identifier: Apache-2.0
/** The server process: {@link org.posthorn.server.PosthornServer} checks, prepares and starts everything. */
@org.jspecify.annotations.NullMarked
package org.posthorn.server;
