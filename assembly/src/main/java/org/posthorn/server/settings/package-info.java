// SPDX-License-Identifier: Apache-2.0
/**
 * What a site sets: {@link org.posthorn.server.settings.Setting} is the one catalogue of environment variables, from which
 * the check at start, {@code .env.example} and the reference page come.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.server.settings;
